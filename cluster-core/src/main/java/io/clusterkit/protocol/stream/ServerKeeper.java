package io.clusterkit.protocol.stream;

import io.clusterkit.runtime.RateLimitedLog;
import io.clusterkit.runtime.TaskLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a server open: what ends by itself is opened anew, each time as a new server, and what can't be opened is tried
 * again. Thread-safe.
 */
final class ServerKeeper {
    private static final Logger log = LoggerFactory.getLogger(ServerKeeper.class);

    /** Between the end of a server and the next, so that what ends at once does not turn fast. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final StreamSetup setup;
    private final IoTasks io;
    private final Connections connections;
    private final TaskLoop loop;
    private final Runnable propsChanged;
    private final RateLimitedLog trouble;
    private final ReentrantLock opening = new ReentrantLock(); // one at a time; held while a socket is opened
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable StreamServer server;
    private volatile @Nullable Throwable problem;
    private volatile boolean closed;

    ServerKeeper(StreamSetup setup, IoTasks io, Connections connections, TaskLoop loop, Runnable propsChanged) {
        this.setup = setup;
        this.io = io;
        this.connections = connections;
        this.loop = loop;
        this.propsChanged = propsChanged;
        this.trouble = new RateLimitedLog(log, setup.time(), Duration.ofMinutes(1));
    }

    /** Opens the first server. Blocks while it does. */
    void open() throws IOException {
        opening.lock();
        try {
            replace();
        } finally {
            opening.unlock();
        }
    }

    /** Opens a new server in place of the one there is, and says so. Blocks while it does. */
    void reopen() {
        opening.lock();
        try {
            if (closed) {
                return;
            }
            replace();
            setup.counters().serverReopened.increment();
        } catch (IOException failure) {
            problem = failure;
            trouble.warn("the " + setup.sockets().name() + " server can't be opened", failure);
            if (server == null) {
                reopenLater();
            }
            return;
        } finally {
            opening.unlock();
        }
        propsChanged.run();
    }

    /** Opens a server elsewhere if there is none, or none that others reach. Does not block. */
    void ensureOpen() {
        StreamServer current = server;
        if (closed) {
            return;
        }
        if (current == null) {
            reopenLater();
        } else if (!setup.sockets().isIntact(current.socket())) {
            trouble.warn("others can't reach the " + setup.sockets().name() + " server any more, it is opened anew");
            io.execute(this::reopen);
        }
    }

    Map<String, String> props() {
        StreamServer current = server;
        return current == null ? Map.of() : setup.sockets().props(current.socket());
    }

    /** The address it listens on; null if it does not. */
    @Nullable
    String listeningOn() {
        StreamServer current = server;
        return current == null ? null : setup.sockets().describe(current.socket());
    }

    /** Why it does not listen. */
    String problem() {
        Throwable reason = problem;
        return reason == null ? "not open" : String.valueOf(reason.getMessage());
    }

    void close() {
        closed = true;
        StreamServer current = server;
        server = null;
        if (current != null) {
            current.close();
        }
    }

    private void replace() throws IOException {
        StreamServer old = server;
        if (old != null && setup.sockets().hasFixedAddress()) {
            server = null;
            old.close();
            old.awaitEnd();
        }
        Ended ended = new Ended();
        StreamServer next = StreamServer.open(setup, io, connections, ended);
        ended.server = next;
        server = next;
        problem = null;
        if (closed) {
            close();
        } else if (old != null) {
            old.close();
        }
    }

    private void reopenLater() {
        if (scheduled.compareAndSet(false, true)) {
            loop.schedule(PAUSE, this::reopenSoon);
        }
    }

    private void reopenSoon() {
        scheduled.set(false);
        try {
            io.execute(() -> {
                if (server == null) {
                    reopen();
                }
            });
        } catch (RuntimeException | Error refused) {
            trouble.warn("no thread to open the " + setup.sockets().name() + " server", refused);
            reopenLater();
        }
    }

    /** What happens when a server ends by itself, unless it has been replaced already. */
    private final class Ended implements Runnable {
        private volatile @Nullable StreamServer server;

        @Override
        public void run() {
            // The end may come before open() has returned: that one waits here until it has.
            opening.lock();
            try {
                if (server == null || ServerKeeper.this.server != server) {
                    return;
                }
                ServerKeeper.this.server = null;
            } finally {
                opening.unlock();
            }
            problem = new IOException("the server ended");
            trouble.warn("the " + setup.sockets().name() + " server ended, it is opened anew");
            reopenLater();
        }
    }
}
