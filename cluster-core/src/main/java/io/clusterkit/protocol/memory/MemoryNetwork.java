package io.clusterkit.protocol.memory;

import io.clusterkit.member.MemberId;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.Host;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A network inside one JVM: members on it exchange the same bytes as on a real one, by the same protocol ids, and
 * nothing leaves the process. With a stepped runtime every run with the same seed has the same history. Thread-safe.
 *
 * <pre>{@code
 * MemoryNetwork.MemoryHost host = new MemoryNetwork(runtime).host();
 * Cluster.join(options -> options.runtime(runtime)
 *         .host(host)
 *         .protocol("u", host.localStream())
 *         .protocol("t", host.stream())
 *         .protocol("c", host.beacon()));
 * }</pre>
 */
public final class MemoryNetwork implements AutoCloseable {
    /** The largest frame that its beacon takes. */
    public static final int MAX_DATAGRAM_BYTES = 1200;

    private static final int FIRST_PORT = 40_000;

    private final ClusterRuntime runtime;
    private final TaskLoop wire;
    private final List<MemoryBroadcast> listeners = new ArrayList<>(); // guarded by this
    private final List<MemoryStream> servers = new ArrayList<>(); // guarded by this
    private Set<String> apart = Set.of(); // guarded by this
    private Faults faults = Faults.NONE; // guarded by this
    private volatile Tap tap = (protocol, frame) -> {};
    private int hosts; // guarded by this
    private int ports; // guarded by this

    /** A network without trouble, on the time and chance of this runtime. */
    public MemoryNetwork(ClusterRuntime runtime) {
        this.runtime = runtime;
        this.wire = runtime.newLoop("memory-network", new LongAdder());
    }

    /** A new host on this network, with an address and a hid of its own. */
    public synchronized MemoryHost host() {
        hosts++;
        return new MemoryHost(
                "10.0.%d.%d".formatted(hosts >> 8, hosts & 0xFF),
                "02:00:00:00:%02x:%02x".formatted(hosts >> 8, hosts & 0xFF));
    }

    /** Sees what members give to a network. */
    @FunctionalInterface
    public interface Tap {
        /**
         * A member sends a frame; to many, if by multicast. Called before any trouble, on the sender's thread, by several
         * at once; what it throws reaches the sender.
         *
         * @param protocol {@code u}, {@code t} or {@code c}
         * @param frame not to be changed
         */
        void frame(String protocol, byte[] frame);
    }

    /** From now on this tap sees all frames, instead of the one before. */
    public void tap(Tap tap) {
        this.tap = tap;
    }

    /** The troubles from now on. */
    public synchronized void faults(Faults faults) {
        this.faults = faults;
    }

    /** From now on these members and the others do not reach each other; an empty set heals the network. */
    public synchronized void partition(Set<MemberId> island) {
        Set<String> sids = new HashSet<>();
        island.forEach(id -> sids.add(id.sid()));
        apart = sids;
    }

    @Override
    public void close() {
        wire.close();
    }

    /** One host: members on it are local to each other. */
    public final class MemoryHost implements Host {
        private final String address;
        private final String hid;

        private MemoryHost(String address, String hid) {
            this.address = address;
            this.hid = hid;
        }

        @Override
        public String hid() {
            return hid;
        }

        @Override
        public boolean isLocalAddress(String other) {
            return other.equals(address);
        }

        public String address() {
            return address;
        }

        /** Makes beacons ({@code c}) on this host. */
        public Supplier<Protocol> beacon() {
            return () -> new MemoryBroadcast(MemoryNetwork.this, address);
        }

        /** Makes stream protocols ({@code t}) on this host. */
        public Supplier<Protocol> stream() {
            return () -> new MemoryStream("t", false, MemoryNetwork.this, address);
        }

        /** Makes stream protocols ({@code u}) that reach members on this host only. */
        public Supplier<Protocol> localStream() {
            return () -> new MemoryStream("u", true, MemoryNetwork.this, address);
        }
    }

    synchronized void add(MemoryBroadcast listener) {
        listeners.add(listener);
    }

    synchronized void remove(MemoryBroadcast listener) {
        listeners.remove(listener);
    }

    /** Opens a server and returns its port. */
    synchronized int add(MemoryStream server) {
        servers.add(server);
        return FIRST_PORT + ports++;
    }

    synchronized void remove(MemoryStream server) {
        servers.remove(server);
    }

    /** Sends a datagram to all listeners, the sender's own among them, as multicast does. */
    void multicast(MemoryBroadcast from, byte[] frame) {
        tap.frame(from.id(), frame);
        deliver(from, frame);
    }

    private synchronized void deliver(MemoryBroadcast from, byte[] frame) {
        for (MemoryBroadcast listener : listeners) {
            boolean lost = runtime.random().nextDouble() < faults.loss();
            boolean twice = runtime.random().nextDouble() < faults.duplication();
            Duration delay = delay();
            if (!lost && reach(from.sid(), listener.sid())) {
                wire.schedule(delay, () -> listener.arrive(from.address(), frame));
                if (twice) {
                    wire.schedule(delay(), () -> listener.arrive(from.address(), frame));
                }
            }
        }
    }

    /** The server that a sender reaches at this address and port, or null. */
    synchronized @Nullable MemoryStream connect(MemoryStream from, String address, int port) {
        for (MemoryStream server : servers) {
            if (server.port() == port && server.address().equals(address) && reach(from.sid(), server.sid())) {
                return server;
            }
        }
        return null;
    }

    /** Hands a frame over after what a stream's packets take on this network, in order. */
    void stream(MemoryStream from, MemoryStream to, byte[] frame) {
        tap.frame(from.id(), frame);
        synchronized (this) {
            wire.schedule(faults.leastDelay(), () -> to.arrive(from.address(), frame));
        }
    }

    private boolean reach(String one, String other) {
        return apart.contains(one) == apart.contains(other);
    }

    private Duration delay() {
        long least = faults.leastDelay().toNanos();
        long spread = faults.mostDelay().toNanos() - least;
        return Duration.ofNanos(least + (long) (spread * runtime.random().nextDouble()));
    }
}
