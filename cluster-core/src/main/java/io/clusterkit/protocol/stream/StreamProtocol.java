package io.clusterkit.protocol.stream;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.ProtocolContext;
import io.clusterkit.protocol.UncertainDeliveryException;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A protocol over stream sockets. One connection for each member is kept and used in both directions: one that was
 * opened to it, or one on which it said who it is.
 *
 * <p>Each connection is read by a thread of {@link ProtocolContext#io()}, which must therefore have as many as there may
 * be connections, and a few for the server and for connecting. What takes the bytes runs on that thread.
 *
 * <p>A frame is written by the thread that sends it if nobody else writes to that member; else it waits in the member's
 * queue for the one that writes. Events to members that give receipts count as sent when the receipt is there, what is
 * answered anyway when it is written. When the queue is full the sender waits, for at most the write timeout. {@link
 * Delivery#sent} and {@link Delivery#failed} are called by the thread that wrote, without any lock, and must not block.
 * When a connection ends, what still waits goes to the next one, in its order; if there can be none, it fails. Frames
 * that were just being written, or wait for a receipt, fail with an {@link UncertainDeliveryException}; with any other cause no byte of the
 * frame has left.
 */
public class StreamProtocol implements Protocol {
    private static final Logger log = LoggerFactory.getLogger(StreamProtocol.class);

    private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

    /** How long a close waits until what is queued is written, and then for the other sides to read it. */
    private static final Duration LEAVE_LIMIT = Duration.ofMillis(200);

    private static final Duration RECEIPT_DELAY = Duration.ofMillis(1);

    /** Each packet must say that its sender has the beacon's protocol. */
    private static final String BEACON = "c";

    private static final Duration LONGEST_CHECK = Duration.ofSeconds(1);

    private final StreamSockets sockets;
    private final StreamOptions options;
    private final Map<MemberId, Link> links = new ConcurrentHashMap<>();
    private volatile @Nullable Session session;
    private volatile boolean closed;

    /** A protocol over sockets of this kind, not yet open. */
    protected StreamProtocol(StreamSockets sockets, StreamOptions options) {
        this.sockets = sockets;
        this.options = options;
    }

    /** What there is from open to close. */
    private record Session(
            ClusterRuntime runtime,
            StreamSetup setup,
            IoTasks io,
            TaskLoop loop,
            Connections connections,
            ClientSockets clients,
            Collector collector,
            ServerKeeper server) {
        Link newLink(MemberId member) {
            return new Link(member, setup, io, clients, collector);
        }
    }

    /** One with this id that listens nowhere and reaches nobody: to open and close, so that the classes for it are loaded. */
    public static StreamProtocol withoutSockets(String id) {
        return new StreamProtocol(new NoSockets(id), StreamOptions.defaults());
    }

    @Override
    public final String id() {
        return sockets.id();
    }

    @Override
    public final boolean isLocalOnly() {
        return sockets.isLocalOnly();
    }

    @Override
    public final void open(ProtocolContext context) throws IOException {
        sockets.openFor(context.self());
        StreamCounters counters = new StreamCounters(sockets.name(), context.counters());
        StreamSetup setup = new StreamSetup(
                sockets,
                options,
                context.runtime(),
                counters,
                new PacketFactory(context.self(), List.of(BEACON)),
                context.callers());
        IoTasks io = new IoTasks(context.io(), counters);
        TaskLoop loop = context.runtime()
                .sharedLoop(
                        "cluster-" + context.self().sid() + "-" + sockets.name() + "-watch",
                        context.counters().of(sockets.name() + ".watch.refused"));
        Connections connections = new Connections(
                setup,
                context,
                this::identified,
                this::unusable,
                connection -> sendReceiptSoon(loop, io, connection),
                loop,
                io);
        ServerKeeper server = new ServerKeeper(setup, io, connections, loop, context::propsChanged);
        session = new Session(
                context.runtime(),
                setup,
                io,
                loop,
                connections,
                new ClientSockets(setup, io, connections),
                new Collector(context.runtime(), loop, io),
                server);
        try {
            server.open();
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
        scheduleCheck(loop, connections);
    }

    @Override
    public final Map<String, String> props() {
        Session current = session;
        Map<String, String> server = current == null ? Map.of() : current.server.props();
        if (server.isEmpty()) {
            return server;
        }
        Map<String, String> props = new LinkedHashMap<>(server);
        props.put(ReceiptExchange.PROPERTY, "1");
        props.put(HEADERS_PROPERTY, HEADERS_TAKEN);
        return props;
    }

    @Override
    public final void send(Delivery delivery) {
        Session current = session;
        if (current == null || closed) {
            Reports.failed(delivery, new IOException("protocol " + id() + " is not open"));
            return;
        }
        int length = delivery.frameLength();
        if (length > options.maxFrameBytes()) {
            current.setup.counters().framesOversize.increment();
            Reports.failed(
                    delivery,
                    new IOException("a frame of " + length + " bytes, maxFrameBytes is " + options.maxFrameBytes()));
            return;
        }
        while (!link(current, delivery.target()).send(delivery)) {
            // It was dropped since it was got, and is no more in the table.
        }
    }

    @Override
    public final Condition condition() {
        Session current = session;
        if (current == null || closed) {
            return new Condition(false, "not open");
        }
        String listeningOn = current.server.listeningOn();
        String count = current.connections.size() + " connections";
        return listeningOn == null
                ? new Condition(false, "not listening: " + current.server.problem() + "; " + count)
                : new Condition(true, "listening on " + listeningOn + "; " + count);
    }

    @Override
    public final int waitingFrames() {
        return links.values().stream().mapToInt(Link::waitingFrames).sum();
    }

    @Override
    public final void heartbeat() {
        Session current = session;
        if (current != null) {
            current.server.ensureOpen();
        }
    }

    @Override
    public final void refresh() {
        Session current = session;
        if (current != null && !closed) {
            current.server.reopen();
        }
    }

    @Override
    public final void memberGone(Member member) {
        Session current = session;
        Link link = links.remove(member.id());
        if (current == null) {
            return;
        }
        Runnable end = () -> {
            if (link != null && member.state() == MemberState.LEFT) {
                // What it said before it left may not be read yet, and it waits for a receipt.
                link.close().forEach(connection -> connection.awaitEnd("the member left"));
            } else if (link != null) {
                endLink(link, "the member is gone");
            }
            sockets.memberGone(member);
        };
        try {
            current.io.execute(end);
        } catch (RuntimeException | Error refused) {
            end.run();
        }
    }

    @Override
    public final void close() {
        Session current = session;
        if (current != null) {
            writeOut(current.runtime);
        }
        closed = true;
        if (current == null) {
            return;
        }
        current.server.close();
        current.clients.close();
        links.values().forEach(Link::close);
        links.clear();
        // Without a last word an abrupt close could destroy what was sent and is still on its way.
        current.runtime.await(current.connections.leave(), LEAVE_LIMIT);
        current.connections.close();
        current.loop.close();
        if (!current.io.awaitEnd(CLOSE_LIMIT)) {
            log.debug("tasks of protocol {} did not end within {} of closing it", id(), CLOSE_LIMIT);
        }
    }

    /** What still waits would fail and go by multicast, and so overtake what was written before it. */
    private void writeOut(ClusterRuntime runtime) {
        links.values().forEach(Link::writeOut);
        long until = runtime.time().nanoTime() + LEAVE_LIMIT.toNanos();
        try {
            for (Link link : links.values()) {
                if (!link.awaitWritten(until - runtime.time().nanoTime())) {
                    log.debug("protocol {} closes before all is written", id());
                }
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private Link link(Session current, Member member) {
        Link link = links.get(member.id());
        if (link == null) {
            link = links.computeIfAbsent(member.id(), current::newLink);
            if (closed) {
                endLink(link, "the protocol is closed");
            }
        }
        return link;
    }

    private void identified(StreamConnection connection, MemberId member) {
        Session current = Objects.requireNonNull(session);
        if (!connection.isUsable() || !connection.addMember(member)) {
            return;
        }
        boolean bound = false;
        while (!bound && !closed) {
            // Anew if the link was dropped since it was got.
            bound = links.computeIfAbsent(member, current::newLink).bind(connection);
        }
        if (!connection.isUsable()) {
            unusable(connection);
        }
    }

    private void unusable(StreamConnection connection) {
        for (MemberId member : connection.members()) {
            links.computeIfPresent(member, (id, link) -> {
                link.unbind(connection);
                return link.dropIfUnused() ? null : link;
            });
        }
    }

    /** Not at once: one receipt then stands for all that came meanwhile. And not by the reader, which must not write. */
    private static void sendReceiptSoon(TaskLoop loop, IoTasks io, StreamConnection connection) {
        loop.schedule(RECEIPT_DELAY, () -> {
            try {
                io.execute(connection::sendReceipt);
            } catch (RuntimeException | Error refused) {
                connection.receiptNotSent();
            }
        });
    }

    private static void endLink(Link link, String reason) {
        List<StreamConnection> connections = link.close();
        connections.forEach(connection -> connection.end(new IOException(reason)));
    }

    private void scheduleCheck(TaskLoop loop, Connections connections) {
        Duration shortest = options.writeTimeout().compareTo(options.idleTimeout()) < 0
                ? options.writeTimeout()
                : options.idleTimeout();
        Duration quarter = Duration.ofNanos(shortest.toNanos() / 4); // Duration divides by way of BigDecimal
        loop.schedule(quarter.compareTo(LONGEST_CHECK) < 0 ? quarter : LONGEST_CHECK, () -> {
            connections.check();
            scheduleCheck(loop, connections);
        });
    }
}
