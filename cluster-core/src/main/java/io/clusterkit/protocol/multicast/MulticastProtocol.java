package io.clusterkit.protocol.multicast;

import io.clusterkit.protocol.BroadcastProtocol;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.ProtocolContext;
import io.clusterkit.runtime.RateLimitedLog;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.DatagramSocket;
import java.net.MulticastSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Protocol {@code c}: UDP multicast. What is sent to one member goes to all; the frame's filter names the one. Members
 * hear themselves too.
 *
 * <p>A datagram is sent by the thread that sends it, and received by one thread of {@link ProtocolContext#io()}, which
 * hands all of them on, in order. Without an interface that works the protocol is open and does nothing but look for
 * one, with each heartbeat.
 */
public final class MulticastProtocol implements BroadcastProtocol {
    /** On the wire. */
    public static final String ID = "c";

    private static final Logger log = LoggerFactory.getLogger(MulticastProtocol.class);

    private final MulticastOptions options;
    private final Duration fresh;
    private volatile @Nullable Session session;
    private volatile boolean closed;

    public MulticastProtocol(MulticastOptions options) {
        this(options, InterfaceKeeper.FRESH);
    }

    /** @param fresh for how long a heartbeat takes an interface that worked for granted */
    MulticastProtocol(MulticastOptions options, Duration fresh) {
        this.options = options;
        this.fresh = fresh;
    }

    /** Loads the classes that opening one needs; looks at the interfaces, and opens nothing. */
    public static void preload() {
        MulticastOptions any = MulticastOptions.builder().build();
        Candidates.find(any);
        GroupReceiver unused = new GroupReceiver(any, "none", Runnable::run, datagram -> {}, () -> {});
        try {
            new MulticastSocket(null).close(); // not bound
            for (Class<?> each : List.of(
                    InterfaceKeeper.class, GroupChannel.class, GroupSender.class, Datagrams.class, Beacon.class)) {
                MethodHandles.lookup().ensureInitialized(each);
            }
        } catch (IOException noSockets) {
            log.debug("multicast can't be preloaded", noSockets); // said again when it is opened
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("classes of this package", impossible);
        }
    }

    private record Session(MulticastCounters counters, InterfaceKeeper keeper, RateLimitedLog trouble) {}

    @Override
    public String id() {
        return ID;
    }

    /** Tries interfaces until one works; blocks for a fraction of a second for each that does not. Never fails. */
    @Override
    public void open(ProtocolContext context) {
        MulticastCounters counters = new MulticastCounters(context.counters());
        InterfaceKeeper keeper = new InterfaceKeeper(options, context, counters, fresh);
        session = new Session(
                counters, keeper, new RateLimitedLog(log, context.runtime().time(), Duration.ofMinutes(1)));
        keeper.open();
    }

    @Override
    public Map<String, String> props() {
        return Map.of();
    }

    @Override
    public int maxFrameBytes() {
        return options.maxDatagramBytes();
    }

    @Override
    public void send(Delivery delivery) {
        IOException failure = trySend(delivery.frame());
        if (failure == null) {
            delivery.sent();
        } else {
            delivery.failed(failure);
        }
    }

    @Override
    public boolean broadcast(byte[] frame) {
        IOException failure = trySend(frame);
        Session current = session;
        if (failure != null && current != null && current.keeper.channel() != null) {
            current.trouble.warn("multicast failed: " + failure.getMessage());
        }
        return failure == null;
    }

    @Override
    public Condition condition() {
        Session current = session;
        return current == null || closed ? new Condition(false, "not open") : current.keeper.condition();
    }

    /** For each interface that the last check tried: whether it could be joined, and whether the own beacon came back. */
    @Override
    public List<Finding> findings() {
        Session current = session;
        return current == null || closed ? List.of() : current.keeper.findings();
    }

    /**
     * Looks, unless it did a moment ago, whether it still hears itself, and for an interface that works or a better one if
     * not; elsewhere.
     */
    @Override
    public void heartbeat() {
        Session current = session;
        if (current != null && !closed) {
            current.keeper.checkIfStale();
        }
    }

    @Override
    public void refresh() {
        Session current = session;
        if (current != null && !closed) {
            current.keeper.check();
        }
    }

    @Override
    public void close() {
        closed = true;
        Session current = session;
        if (current != null) {
            current.keeper.close();
        }
    }

    /** The receiver's socket, for tests to break. */
    DatagramSocket receiverForTests() {
        Session current = Objects.requireNonNull(session);
        return Objects.requireNonNull(current.keeper.channel()).receiverForTests();
    }

    private @Nullable IOException trySend(byte[] frame) {
        Session current = session;
        if (current == null || closed) {
            return new IOException("multicast is not open");
        }
        if (frame.length > options.maxDatagramBytes()) {
            current.counters.oversize.increment();
            return new IOException(
                    "a frame of " + frame.length + " bytes, maxDatagramBytes is " + options.maxDatagramBytes());
        }
        GroupChannel channel = current.keeper.channel();
        if (channel == null) {
            current.counters.sendFailed.increment();
            return new IOException(
                    "no interface works: " + current.keeper.condition().detail());
        }
        try {
            channel.send(frame);
            current.counters.sent.increment();
            return null;
        } catch (IOException failure) {
            current.counters.sendFailed.increment();
            current.keeper.unsent();
            return failure;
        }
    }
}
