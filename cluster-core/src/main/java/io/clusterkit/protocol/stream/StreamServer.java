package io.clusterkit.protocol.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionServerExceptionEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionServerListeningEvent;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;

/**
 * One open server. It can't be opened again: make a new one. When it ends, the connections it accepted go on. All
 * methods may be called from any thread.
 */
final class StreamServer {
    private static final Logger log = LoggerFactory.getLogger(StreamServer.class);

    private static final Duration END_LIMIT = Duration.ofMillis(500);
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(20);

    private final StreamSetup setup;
    private final Runnable onEnd;
    private final Factory factory;
    private final CompletableFuture<ServerSocket> listening = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;

    private StreamServer(StreamSetup setup, IoTasks io, Connections connections, Runnable onEnd) {
        this.setup = setup;
        this.onEnd = onEnd;
        this.factory = new Factory(io, connections);
    }

    /**
     * Opens a server; blocks until it listens.
     *
     * @param onEnd called once, on an I/O thread, if it ends other than by {@link #close}
     * @throws IOException if it can't be opened
     */
    static StreamServer open(StreamSetup setup, IoTasks io, Connections connections, Runnable onEnd)
            throws IOException {
        StreamServer server = new StreamServer(setup, io, connections, onEnd);
        server.start();
        return server;
    }

    /** The socket it accepts on. */
    ServerSocket socket() {
        return listening.join();
    }

    void close() {
        closed = true;
        factory.stop();
    }

    /**
     * After {@link #close}: blocks until its address is free again, at most for a moment. The kernel keeps it until the
     * accepting thread has noticed.
     */
    void awaitEnd() {
        try {
            if (!ended.await(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("{} has not ended within {}", factory, END_LIMIT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void start() throws IOException {
        boolean opened = false;
        try {
            factory.open();
            listening.get(OPEN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            opened = true;
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException cause ? cause : new IOException(failure.getCause());
        } catch (TimeoutException slow) {
            throw new IOException("the server did not listen within " + OPEN_LIMIT + ": no thread is free", slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server was opened", interrupted);
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    private final class Factory extends TcpNetServerConnectionFactory {
        private final IoTasks io;
        private final Object lock = new Object();
        private @Nullable ServerSocket bound; // guarded by lock
        private boolean stopped; // guarded by lock

        Factory(IoTasks io, Connections connections) {
            super(0);
            this.io = io;
            FactorySetup.apply(this, "cluster " + setup.sockets().name() + " server", io, this::onEvent);
            setTcpNetConnectionSupport(connections);
            setBacklog(setup.options().backlog());
        }

        /** As start(), which would log a line more. */
        void open() {
            setActive(true);
            io.execute(this);
        }

        @Override
        protected ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress unused)
                throws IOException {
            ServerSocket socket;
            try {
                socket = setup.sockets().listen(backlog);
            } catch (IOException failure) {
                // Said to the one who opens it, and so not logged by Spring Integration as well.
                setActive(false);
                publishServerExceptionEvent(failure);
                throw failure;
            }
            synchronized (lock) {
                if (!stopped) {
                    bound = socket;
                    return socket;
                }
            }
            socket.close();
            setActive(false);
            throw new IOException("closed while it was opened");
        }

        /** Also for a connection that was accepted just before the end: it is closed, and that is no error. */
        @Override
        protected Executor getTaskExecutor() {
            return io;
        }

        /** Without the task scheduler that Spring Integration would take for it. */
        @Override
        protected void publishServerListeningEvent(int port) {
            getApplicationEventPublisher().publishEvent(new TcpConnectionServerListeningEvent(this, port));
        }

        @Override
        protected void setSocketAttributes(Socket socket) {
            FactorySetup.attributes(socket, super::setSocketAttributes);
        }

        /** Accepts until it is closed, or ends by itself: of that there is not always an event. */
        @Override
        public void run() {
            try {
                super.run();
            } finally {
                stop();
                ended.countDown();
                listening.completeExceptionally(new IOException("the server ended before it listened"));
                if (!closed && !listening.isCompletedExceptionally()) {
                    onEnd.run();
                }
            }
        }

        /** Ends the accepting only: Spring Integration would close the accepted connections too. */
        @Override
        public void stop() {
            ServerSocket socket;
            synchronized (lock) {
                stopped = true;
                socket = bound;
            }
            connections.clear();
            if (socket != null) {
                FactorySetup.closeQuietly(socket);
            }
            super.stop();
        }

        @Override
        public String toString() {
            ServerSocket socket = getServerSocket();
            return getComponentName()
                    + (socket == null ? "" : " on " + setup.sockets().describe(socket));
        }

        private void onEvent(Object event) {
            if (event instanceof TcpConnectionServerListeningEvent) {
                ServerSocket socket = getServerSocket();
                if (socket != null) {
                    listening.complete(socket);
                }
            } else if (event instanceof TcpConnectionServerExceptionEvent failed) {
                listening.completeExceptionally(failed.getCause());
            }
        }
    }
}
