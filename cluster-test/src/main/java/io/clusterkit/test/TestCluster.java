package io.clusterkit.test;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.member.MemberId;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.memory.Faults;
import io.clusterkit.protocol.memory.MemoryNetwork;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.SteppedRuntime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster inside one JVM, on a network of its own in memory: no socket, no multicast, no port, nothing that another
 * test could hear. Members exchange the same bytes as on a real network.
 *
 * <pre>{@code
 * try (TestCluster network = TestCluster.create()) {
 *     Cluster desk = network.join("desk");
 *     network.join("quotes", options -> options.onQuery("quote", query -> Payload.of("42")));
 *     network.awaitMembers(2);
 *     …
 * }
 * }</pre>
 *
 * <p>Thread-safe. On {@linkplain ClusterTime#STEPPED stepped time} use it from one thread at a time.
 */
public final class TestCluster implements AutoCloseable {
    /** What is waited for must come within this time, real or stepped. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    /** So many packets are kept; of more the oldest are forgotten. */
    public static final int PACKETS_KEPT = 10_000;

    private static final Duration STEP = Duration.ofMillis(5);

    private final ClusterRuntime runtime;
    private final @Nullable SteppedRuntime stepped;
    private final long seed;
    private final MemoryNetwork network;
    private final PacketLog packets;
    private final TestHost here;
    private final List<Cluster> applications = new CopyOnWriteArrayList<>();
    private final Map<Cluster, Thread> joined = new ConcurrentHashMap<>();

    private TestCluster(ClusterTime time, long seed) {
        this.seed = seed;
        this.stepped = time == ClusterTime.STEPPED ? new SteppedRuntime(seed) : null;
        this.runtime = stepped == null ? ClusterRuntime.system() : stepped;
        this.network = new MemoryNetwork(stepped == null ? new SeededRuntime(seed) : stepped);
        this.packets = new PacketLog(runtime.time(), PACKETS_KEPT);
        network.tap(packets);
        here = newHost();
    }

    /** An empty one, on real time. */
    public static TestCluster create() {
        return create(ClusterTime.REAL, 1);
    }

    /**
     * An empty one.
     *
     * @param seed decides the troubles of the network; on stepped time all that chance decides
     */
    public static TestCluster create(ClusterTime time, long seed) {
        return new TestCluster(time, seed);
    }

    /** How time goes by here. */
    public ClusterTime time() {
        return stepped == null ? ClusterTime.REAL : ClusterTime.STEPPED;
    }

    /** What chance began with. */
    public long seed() {
        return seed;
    }

    /**
     * A further host. Members that join by this class itself are all on one, and so is the application's. Members hear
     * other hosts only by the option {@code remote} (the property {@code cluster.remote}) of 1 or more.
     */
    public TestHost newHost() {
        return new TestHost(this, network.host());
    }

    /** A member with these tags joins. */
    public Cluster join(String... tags) {
        return here.join(tags);
    }

    /** A member with this tag joins. */
    public Cluster join(String tag, Consumer<ClusterOptions.Builder> options) {
        return here.join(tag, options);
    }

    /** A member joins. Its transports, time and host are those of this network, whatever the options say. */
    public Cluster join(Consumer<ClusterOptions.Builder> options) {
        return here.join(options);
    }

    /** The members that are started, the application's first. */
    public List<Cluster> members() {
        return Stream.concat(applications.stream(), joined.keySet().stream())
                .filter(Cluster::isStarted)
                .toList();
    }

    /**
     * Waits until there are so many members, and all know each other.
     *
     * @param count with the application's own
     * @throws AssertionError if that is not so within {@link #LIMIT}; says who knows whom
     */
    public void awaitMembers(int count) {
        await("there are " + count + " members that know each other", () -> {
            List<Cluster> members = members();
            return members.size() == count
                    && members.stream().allMatch(each -> each.members().size() == count - 1);
        });
    }

    /**
     * Waits until the condition holds; stepped time is moved on meanwhile.
     *
     * @param what the condition, for the error's message
     * @throws AssertionError if it does not hold within {@link #LIMIT}
     */
    public void await(String what, BooleanSupplier condition) {
        long deadline = runtime.time().nanoTime() + LIMIT.toNanos();
        settle();
        while (!condition.getAsBoolean()) {
            if (runtime.time().nanoTime() - deadline >= 0) {
                throw new AssertionError("not so within " + LIMIT + ": " + what + "; seed " + seed + ", members:"
                        + members().stream().map(TestCluster::describe).collect(Collectors.joining()));
            }
            pass();
        }
    }

    /**
     * Waits for a result; stepped time is moved on meanwhile. Use it instead of {@code Query.await()}, which would stand
     * still together with stepped time: {@code await(cluster.query("quote").ask().future())}.
     *
     * @throws AssertionError if it does not come within {@link #LIMIT}, or is a failure
     */
    public <T> T await(CompletableFuture<T> future) {
        await("a result is there", future::isDone);
        try {
            return future.get(0, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError("the result is a failure", failure.getCause());
        } catch (TimeoutException | InterruptedException impossible) {
            throw new AssertionError("the result is gone", impossible);
        }
    }

    /**
     * Moves stepped time on; what becomes due is done before this returns.
     *
     * @throws IllegalStateException if time is real
     */
    public void advance(Duration step) {
        if (stepped == null) {
            throw new IllegalStateException("time is real here and can't be moved; use ClusterTime.STEPPED, such as"
                    + " @ClusterTest(time = ClusterTime.STEPPED)");
        }
        stepped.advance(step);
    }

    /** The network's troubles from now on; what they hit is decided by the seed. */
    public void faults(Faults faults) {
        network.faults(faults);
    }

    /** From now on these members and all others do not reach each other. */
    public void partition(Cluster... island) {
        network.partition(Arrays.stream(island).map(Cluster::id).collect(Collectors.toSet()));
    }

    /** Ends a partition and all faults. */
    public void heal() {
        network.partition(Set.of());
        network.faults(Faults.NONE);
    }

    /** The last packets that members gave to the network, the newest last; at most {@link #PACKETS_KEPT}. */
    public List<SentPacket> packets() {
        return packets.latest();
    }

    /** Those of {@link #packets()} that are of this type. */
    public List<SentPacket> packets(PacketType type) {
        return packets().stream()
                .filter(each -> each.packet().type().filter(type::equals).isPresent())
                .toList();
    }

    /** Forgets the packets so far. */
    public void clearPackets() {
        packets.clear();
    }

    /**
     * As it was before the test: ends faults and partitions, forgets packets, and makes the members leave that joined by
     * this thread; waits until those who stay know that. {@code @ClusterTest} does this after each test.
     */
    public void reset() {
        heal();
        Set<MemberId> left = leave(Thread.currentThread());
        await("members have forgotten those who left", () -> members().stream()
                .flatMap(each -> each.members().stream())
                .noneMatch(each -> left.contains(each.id())));
        packets.clear();
    }

    /** All members leave that joined by this class, and the network ends. */
    @Override
    public void close() {
        leave(null);
        settle();
        network.close();
    }

    /** The application's member is to be on this network. */
    public void host(ClusterOptions.Builder application) {
        here.place(application);
        if (stepped != null) {
            application.handlerExecutor(stepped.newPool("handler", 1, 1));
        }
        application.setUp(applications::add);
    }

    ClusterRuntime runtime() {
        return runtime;
    }

    Cluster join(ClusterOptions options) {
        Cluster member = Cluster.join(options);
        joined.put(member, Thread.currentThread());
        settle();
        return member;
    }

    /** Those who joined by this thread leave, or all. */
    private Set<MemberId> leave(@Nullable Thread by) {
        Set<MemberId> left = ConcurrentHashMap.newKeySet();
        joined.forEach((member, thread) -> {
            if (by == null || by.equals(thread)) {
                left.add(member.id());
                member.close();
                joined.remove(member);
            }
        });
        return left;
    }

    private void settle() {
        if (stepped != null) {
            stepped.settle();
        }
    }

    private void pass() {
        if (stepped == null) {
            LockSupport.parkNanos(STEP.toNanos());
        } else {
            stepped.advance(STEP);
        }
    }

    private static String describe(Cluster member) {
        return "\n  " + member.id().sid() + " " + member.tags().asList() + " knows "
                + member.members().stream().map(each -> each.sid()).toList();
    }
}
