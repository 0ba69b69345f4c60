package io.clusterkit.discovery;

import io.clusterkit.member.MemberId;
import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.runtime.TaskLoop;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What happens with members that can't be reached: they are collected for a while, then one ping names them all, their
 * remaining life is cut, and later a look is taken at who showed itself (tcl-cluster 1.1.8, cluster-ping.tcl). Owner:
 * control loop.
 */
final class Suspicion {
    /** A member heard within this needs no proof of life. */
    static final Duration FRESH = Duration.ofSeconds(3);

    /** From the first failure to the ping that names all failed ones. */
    static final Duration COLLECT = Duration.ofSeconds(5);

    /** Remaining life of a member this one could not reach. */
    static final Duration LIFE_AFTER_FAILURE = Duration.ofSeconds(30);

    /** Remaining life of a member that somebody pinged. */
    static final Duration LIFE_AFTER_PING = Duration.ofSeconds(20);

    /** From a ping to the look at who showed itself. */
    static final Duration LOOK_AFTER = Duration.ofSeconds(30);

    /** Several pinged at once answer at random within this. */
    static final Duration STAGGER = Duration.ofSeconds(15);

    private final TimeSource time;
    private final TaskLoop loop;
    private final MemberRegistry registry;
    private final Runnable sweep;
    private final Consumer<List<String>> ping;
    private final Set<MemberId> collected = new LinkedHashSet<>();
    private TaskLoop.@Nullable Timer nextPing;
    private TaskLoop.@Nullable Timer nextLook;
    private long lastLookDueNanos;

    Suspicion(TimeSource time, TaskLoop loop, MemberRegistry registry, Runnable sweep, Consumer<List<String>> ping) {
        this.time = time;
        this.loop = loop;
        this.registry = registry;
        this.sweep = sweep;
        this.ping = ping;
    }

    static Duration staggered(RandomGenerator random) {
        return Duration.ofNanos((long) (STAGGER.toNanos() * random.nextDouble()));
    }

    void unreachable(MemberId member) {
        if (!registry.suspect(member, FRESH.toNanos(), LIFE_AFTER_FAILURE.toNanos())) {
            return;
        }
        collected.add(member);
        if (nextPing == null) {
            nextPing = loop.schedule(COLLECT, this::pingCollected);
        }
    }

    void pinged(MemberId member) {
        registry.suspect(member, FRESH.toNanos(), LIFE_AFTER_PING.toNanos());
    }

    /** The member showed itself, or is gone. */
    void heard(MemberId member) {
        if (collected.remove(member) && collected.isEmpty() && nextPing != null) {
            nextPing.cancel();
            nextPing = null;
        }
    }

    /** Looks {@link #LOOK_AFTER} from now who showed itself; one timer serves all pings. */
    void lookAgain() {
        lastLookDueNanos = time.nanoTime() + LOOK_AFTER.toNanos();
        if (nextLook == null) {
            nextLook = loop.schedule(LOOK_AFTER, this::look);
        }
    }

    private void look() {
        nextLook = null;
        sweep.run();
        long pauseNanos = lastLookDueNanos - time.nanoTime();
        if (pauseNanos > 0) { // somebody was pinged since this look was planned
            nextLook = loop.schedule(Duration.ofNanos(pauseNanos), this::look);
        }
    }

    void cancel() {
        collected.clear();
        if (nextPing != null) {
            nextPing.cancel();
        }
        if (nextLook != null) {
            nextLook.cancel();
        }
    }

    private void pingCollected() {
        nextPing = null;
        List<String> sids = collected.stream().map(MemberId::sid).toList();
        collected.clear();
        ping.accept(sids);
        lookAgain();
    }
}
