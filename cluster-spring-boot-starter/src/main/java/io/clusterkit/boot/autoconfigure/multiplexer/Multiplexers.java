package io.clusterkit.boot.autoconfigure.multiplexer;

import io.clusterkit.multiplexer.Multiplexer;
import io.clusterkit.multiplexer.MultiplexerStats;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The multiplexers of {@code cluster.multiplexers}, by name. Thread-safe. */
public final class Multiplexers {
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private volatile boolean running;

    Multiplexers(Map<String, MultiplexerFactory> factories) {
        factories.forEach((name, factory) -> rooms.put(name, new Room(factory)));
    }

    /** All names of the properties, running or not. */
    public Set<String> names() {
        return Collections.unmodifiableSet(rooms.keySet());
    }

    /**
     * The multiplexer of this name; another one after each start of the context.
     *
     * @throws IllegalArgumentException if no multiplexer has this name
     * @throws IllegalStateException if it is not running: the context is not started yet, paused or stopped
     */
    public Multiplexer get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("the multiplexer " + name + " is not running"));
    }

    /**
     * The multiplexer of this name, if it is running.
     *
     * @throws IllegalArgumentException if no multiplexer has this name
     */
    public Optional<Multiplexer> find(String name) {
        return Optional.ofNullable(room(name).current);
    }

    /**
     * The figures of the multiplexer of this name, running or not. What counts, counts on when it is started again.
     *
     * @throws IllegalArgumentException if no multiplexer has this name
     */
    public MultiplexerStats stats(String name) {
        return room(name).stats();
    }

    boolean isRunning() {
        return running;
    }

    synchronized void start() {
        if (running) {
            return;
        }
        try {
            rooms.values().forEach(Room::open);
            running = true;
        } finally {
            if (!running) {
                close();
            }
        }
    }

    synchronized void close() {
        rooms.values().forEach(Room::close);
        running = false;
    }

    private Room room(String name) {
        Room room = rooms.get(name);
        if (room == null) {
            throw new IllegalArgumentException("no multiplexer is named " + name + ", only " + rooms.keySet());
        }
        return room;
    }

    /** One name, and the multiplexer that has it now. */
    private static final class Room {
        private static final MultiplexerStats NOTHING = new MultiplexerStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        private final MultiplexerFactory factory;
        private MultiplexerStats past = NOTHING;
        private volatile @Nullable Multiplexer current;

        Room(MultiplexerFactory factory) {
            this.factory = factory;
        }

        synchronized void open() {
            current = factory.start();
        }

        /** Filters run here: nothing may wait for them that they wait for. */
        void close() {
            Multiplexer closing = current;
            if (closing == null) {
                return;
            }
            closing.close();
            synchronized (this) {
                past = sum(past, closing.stats());
                current = null;
            }
        }

        synchronized MultiplexerStats stats() {
            Multiplexer now = current;
            return now == null ? past : sum(past, now.stats());
        }

        private static MultiplexerStats sum(MultiplexerStats past, MultiplexerStats now) {
            return new MultiplexerStats(
                    now.clients(),
                    now.halfClosed(),
                    now.bufferedBytes(),
                    past.accepted() + now.accepted(),
                    past.denied() + now.denied(),
                    past.handshakesFailed() + now.handshakesFailed(),
                    past.bytesIn() + now.bytesIn(),
                    past.bytesOut() + now.bytesOut(),
                    past.chunksDropped() + now.chunksDropped(),
                    past.slowClientsDropped() + now.slowClientsDropped(),
                    past.idleClosed() + now.idleClosed(),
                    past.filterFailures() + now.filterFailures());
        }
    }
}
