package io.clusterkit.sample.chat;

import io.clusterkit.boot.ForMultiplexer;
import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.multiplexer.MultiplexerAccessFilter;
import io.clusterkit.multiplexer.MultiplexerClient;
import io.clusterkit.multiplexer.MultiplexerData;
import io.clusterkit.multiplexer.MultiplexerExitFilter;
import io.clusterkit.multiplexer.MultiplexerFilter;
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
@ForMultiplexer("chat")
class ChatRoom implements MultiplexerFilter, MultiplexerAccessFilter, MultiplexerExitFilter {
    /** As many may come from one address. */
    static final int MOST_FROM_ONE_ADDRESS = 4;

    /** A longer line goes on as it is so far. */
    static final int LONGEST_LINE = 1024;

    private static final Logger log = LoggerFactory.getLogger(ChatRoom.class);

    /** The line that a client has begun, by its id. */
    private final Map<Long, ByteArrayOutputStream> begun = new ConcurrentHashMap<>();

    private final ObjectProvider<Multiplexers> multiplexers;

    ChatRoom(ObjectProvider<Multiplexers> multiplexers) {
        this.multiplexers = multiplexers;
    }

    /** The network delivers pieces of lines; what is no whole line yet waits for its rest. */
    @Override
    public MultiplexerData filter(MultiplexerData data) {
        byte[] name = ("guest-" + data.sender().id() + ": ").getBytes(StandardCharsets.UTF_8);
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

    @Override
    public boolean grant(MultiplexerClient newcomer, Collection<MultiplexerClient> present) {
        return present.stream()
                        .filter(each -> each.address().equals(newcomer.address()))
                        .count()
                < MOST_FROM_ONE_ADDRESS;
    }

    @Override
    public void exited(MultiplexerClient client) {
        begun.remove(client.id());
    }

    @EventListener(ApplicationReadyEvent.class)
    void sayWhere() {
        multiplexers.ifAvailable(
                all -> all.find("chat").ifPresent(room -> log.info("chat: nc localhost {}", room.port())));
    }
}
