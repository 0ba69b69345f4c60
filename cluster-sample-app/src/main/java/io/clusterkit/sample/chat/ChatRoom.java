package io.clusterkit.sample.chat;

import io.clusterkit.boot.ForMultiplexer;
import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.multiplexer.MultiplexerAccessFilter;
import io.clusterkit.multiplexer.MultiplexerClient;
import io.clusterkit.multiplexer.MultiplexerData;
import io.clusterkit.multiplexer.MultiplexerExitFilter;
import io.clusterkit.multiplexer.MultiplexerFilter;
import io.clusterkit.sample.SampleProperties;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Makes the multiplexer {@code chat} a chat room: whole lines, each with the name of who said it. */
@Component
@ForMultiplexer(ChatRoom.NAME)
class ChatRoom implements MultiplexerFilter, MultiplexerAccessFilter, MultiplexerExitFilter {
    static final String NAME = "chat";

    /** A longer line goes on as it is so far. In bytes, with its end. */
    static final int LONGEST_LINE = 1024;

    private static final Logger log = LoggerFactory.getLogger(ChatRoom.class);

    /** The line that a client has begun, by its id. */
    private final Map<Long, ByteArrayOutputStream> begun = new ConcurrentHashMap<>();

    /** Where the browser is for which a guest is in the room, by the client's id. */
    private final Map<Long, String> browsers = new ConcurrentHashMap<>();

    private final SampleProperties sample;
    private final Guests guests;
    private final ObjectProvider<Multiplexers> multiplexers;

    ChatRoom(SampleProperties sample, Guests guests, ObjectProvider<Multiplexers> multiplexers) {
        this.sample = sample;
        this.guests = guests;
        this.multiplexers = multiplexers;
    }

    /** The network delivers pieces of lines; what is no whole line yet waits for its rest. */
    @Override
    public MultiplexerData filter(MultiplexerData data) {
        byte[] name = (name(data.sender()) + ": ").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream line = begun.computeIfAbsent(data.sender().id(), id -> new ByteArrayOutputStream());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        for (byte each : data.bytes()) {
            line.write(each);
            if (each == '\n' || line.size() == LONGEST_LINE) {
                said.writeBytes(name);
                said.writeBytes(line.toByteArray());
                if (each != '\n') {
                    said.write('\n');
                }
                line.reset();
            }
        }
        return said.size() == 0 ? data.drop() : data.withBytes(said.toByteArray());
    }

    /** So many from one address; whoever comes by the page counts where the browser is. */
    @Override
    public boolean grant(MultiplexerClient newcomer, Collection<MultiplexerClient> present) {
        Guest guest = guests.announced(newcomer);
        String from = guest == null ? Guests.home(newcomer.address()) : guest.home();
        long there = present.stream().filter(each -> from.equals(home(each))).count();
        boolean granted = there < sample.chatClientsPerAddress();
        if (guest != null && granted) {
            browsers.put(newcomer.id(), from);
            guest.granted(name(newcomer));
        } else if (guest != null) {
            guest.denied("from your address " + there + " are in the room already");
        }
        return granted;
    }

    @Override
    public void exited(MultiplexerClient client) {
        begun.remove(client.id());
        browsers.remove(client.id());
    }

    @EventListener(ApplicationReadyEvent.class)
    void sayWhere() {
        multiplexers.ifAvailable(
                all -> all.find(NAME).ifPresent(room -> log.info("chat: nc localhost {}", room.port())));
    }

    private String home(MultiplexerClient client) {
        String browser = browsers.get(client.id());
        return browser == null ? Guests.home(client.address()) : browser;
    }

    private static String name(MultiplexerClient client) {
        return "guest-" + client.id();
    }
}
