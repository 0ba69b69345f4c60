package io.clusterkit.sample.chat;

import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.multiplexer.Multiplexer;
import io.clusterkit.multiplexer.MultiplexerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The guests of the chat room who come by the page. For each the application is one more client of the multiplexer, on a
 * socket like that of {@code nc}. Thread-safe.
 */
@Component
public class Guests {
    private static final String THIS_HOST = "this host";

    private final ObjectProvider<Multiplexers> multiplexers;
    private final InetAddress address;
    private final Map<Integer, Guest> announced = new ConcurrentHashMap<>();
    private final Map<String, Guest> present = new ConcurrentHashMap<>();

    /** @param address where the multiplexer listens */
    Guests(
            ObjectProvider<Multiplexers> multiplexers,
            @Value("${cluster.multiplexers.chat.address:127.0.0.1}") InetAddress address) {
        this.multiplexers = multiplexers;
        this.address = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    }

    /**
     * Goes into the room. Whether the room let the guest in, what is said there, and the end is told to the listener, on
     * the guest's own thread.
     *
     * @param browser the browser's address
     */
    public Guest enter(String browser, Guest.Listener listener) {
        Guest guest = new Guest(home(browser), listener);
        present.put(guest.id(), guest);
        Thread thread = new Thread(() -> visit(guest), "chat-guest");
        thread.setDaemon(true);
        thread.start();
        return guest;
    }

    /** The guest of this id, if in the room. */
    public Optional<Guest> find(String id) {
        return Optional.ofNullable(present.get(id));
    }

    private void visit(Guest guest) {
        String end;
        try {
            Optional<Multiplexer> room =
                    Optional.ofNullable(multiplexers.getIfAvailable()).flatMap(all -> all.find(ChatRoom.NAME));
            end = room.isPresent() && room.get().port() != 0
                    ? talk(guest, room.get().port())
                    : "the chat room is closed";
        } catch (IOException failure) {
            end = "the chat room can't be reached: " + failure.getMessage();
        } finally {
            guest.leave();
            present.remove(guest.id());
        }
        guest.ended(end);
    }

    private String talk(Guest guest, int port) throws IOException {
        Socket socket = guest.socket();
        socket.bind(new InetSocketAddress(0));
        int own = socket.getLocalPort();
        announced.put(own, guest); // before the room can ask
        try {
            socket.connect(new InetSocketAddress(address, port), Guest.PATIENCE_MILLIS);
            return guest.listen(port);
        } finally {
            announced.remove(own, guest);
        }
    }

    /** The guest whose connection this is; null for a client from elsewhere. */
    @Nullable
    Guest announced(MultiplexerClient client) {
        boolean fromHere =
                home(client.address()).equals(THIS_HOST) || client.address().equals(address.getHostAddress());
        return fromHere ? announced.remove(client.port()) : null;
    }

    /** One name for all addresses by which this host reaches itself; others are as they are. */
    static String home(String address) {
        try {
            boolean loopback = !address.equals(MultiplexerClient.UNIX)
                    && InetAddress.getByName(address).isLoopbackAddress();
            return loopback ? THIS_HOST : address;
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }
}
