package io.clusterkit.protocol.stream;

import io.clusterkit.member.MemberId;
import io.clusterkit.protocol.ProtocolContext;
import io.clusterkit.runtime.RateLimitedLog;
import io.clusterkit.runtime.TaskLoop;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.TcpNetConnection;
import org.springframework.integration.ip.tcp.connection.TcpNetConnectionSupport;

/** All connections of a protocol that are open, up to its cap. Makes them for Spring Integration. Thread-safe. */
final class Connections implements TcpNetConnectionSupport, ConnectionOwner {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final StreamSetup setup;
    private final ProtocolContext context;
    private final BiConsumer<StreamConnection, MemberId> onIdentified;
    private final Consumer<StreamConnection> onUnusable;
    private final Consumer<StreamConnection> onReceiptDue;
    private final ReadingWatch watch;
    private final RateLimitedLog trouble;
    private final Set<StreamConnection> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
    private volatile boolean closed;

    Connections(
            StreamSetup setup,
            ProtocolContext context,
            BiConsumer<StreamConnection, MemberId> onIdentified,
            Consumer<StreamConnection> onUnusable,
            Consumer<StreamConnection> onReceiptDue,
            TaskLoop loop,
            IoTasks io) {
        this.setup = setup;
        this.context = context;
        this.onIdentified = onIdentified;
        this.onUnusable = onUnusable;
        this.onReceiptDue = onReceiptDue;
        this.watch = new ReadingWatch(setup.time(), loop, io, open);
        this.trouble = new RateLimitedLog(log, setup.time(), Duration.ofMinutes(1));
    }

    /** A connection on this socket; closed at once if it is one too many or is not admitted. */
    @Override
    public TcpNetConnection createNewConnection(
            Socket socket,
            boolean server,
            boolean lookupHost,
            @Nullable ApplicationEventPublisher publisher,
            @Nullable String factoryName) {
        try {
            return admitted(socket, server, publisher, factoryName);
        } catch (RuntimeException failure) {
            FactorySetup.closeQuietly(socket);
            throw failure;
        }
    }

    private StreamConnection admitted(
            Socket socket, boolean server, @Nullable ApplicationEventPublisher publisher, @Nullable String name) {
        StreamSockets sockets = setup.sockets();
        boolean local = sockets.isLocalOnly() || context.isLocalAddress(sockets.remoteAddress(socket));
        StreamConnection connection = new StreamConnection(socket, server, publisher, name, local, setup, this);
        IOException refusal = closed ? new IOException("the protocol is closed") : refusal(socket, server);
        if (refusal != null) {
            setup.counters().refused.increment();
            if (!closed) {
                trouble.warn("connection with " + connection.address() + " refused: " + refusal.getMessage());
            }
            connection.end(refusal);
            return connection;
        }
        connection.receiver(context.receiver(connection));
        open.add(connection);
        (server ? setup.counters().accepted : setup.counters().opened).increment();
        if (closed) {
            connection.end(new IOException("the protocol is closed"));
        }
        return connection;
    }

    /** Whether there may be one more. */
    boolean hasRoom() {
        return open.size() < setup.options().maxConnections();
    }

    int size() {
        return open.size();
    }

    /** Closes those that hang, idle or are not read. */
    void check() {
        long now = setup.time().nanoTime();
        open.forEach(connection -> connection.check(now));
    }

    /** Ends all without losing anything that is on its way, and takes no new ones. Completes when all are closed. */
    CompletableFuture<Void> leave() {
        closed = true;
        open.forEach(connection -> connection.leave("the protocol is closed"));
        completeIfEmpty();
        return allClosed;
    }

    /** Closes all, those that are just being made too. */
    void close() {
        closed = true;
        open.forEach(connection -> connection.end(new IOException("the protocol is closed")));
    }

    @Override
    public void identified(StreamConnection connection, MemberId member) {
        onIdentified.accept(connection, member);
    }

    @Override
    public void unusable(StreamConnection connection) {
        onUnusable.accept(connection);
    }

    @Override
    public void lent(StreamConnection connection) {
        watch.lent();
    }

    @Override
    public void readElsewhere(StreamConnection connection) {
        watch.readElsewhere(connection);
    }

    @Override
    public void receiptDue(StreamConnection connection) {
        onReceiptDue.accept(connection);
    }

    @Override
    public void closed(StreamConnection connection) {
        open.remove(connection);
        completeIfEmpty();
    }

    @Override
    public void receiverFailed(StreamConnection connection, Throwable failure) {
        setup.counters().receiverFailed.increment();
        trouble.warn("connection with " + connection.address() + " closed: its bytes could not be taken", failure);
    }

    private void completeIfEmpty() {
        if (closed && open.isEmpty()) {
            allClosed.complete(null);
        }
    }

    private @Nullable IOException refusal(Socket socket, boolean server) {
        if (!hasRoom()) {
            return new IOException("there are " + open.size() + " connections, the cap is "
                    + setup.options().maxConnections());
        }
        if (server) {
            try {
                setup.sockets().admit(socket);
            } catch (IOException notAdmitted) {
                return notAdmitted;
            }
        }
        return null;
    }
}
