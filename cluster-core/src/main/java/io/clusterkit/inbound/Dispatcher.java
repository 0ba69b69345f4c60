package io.clusterkit.inbound;

import io.clusterkit.member.MemberId;
import io.clusterkit.runtime.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * Runs user code on the handlers' executor: hooks and handlers each on a lane of the packet's sender, so that its order
 * is kept, queries side by side. Hooks and handlers have lanes of their own: a handler that waits for an answer of the
 * very member it hears must not keep that answer from its hooks. Thread-safe.
 */
public final class Dispatcher {
    /** Packets of one sender that may wait for its handler, and as many for hooks. */
    public static final int LANE_CAPACITY = 16_384;

    /**
     * How long a reader waits for space in a full lane before it drops the packet: the sender is slowed down by that,
     * and a handler that itself waits for something behind the packet on the same connection is freed again.
     */
    static final Duration LANE_PATIENCE = Duration.ofSeconds(5);

    private final Executor executor;
    private final Map<MemberId, Lane> handlers = new ConcurrentHashMap<>();
    private final Map<MemberId, Lane> hooks = new ConcurrentHashMap<>();

    public Dispatcher(Executor executor) {
        this.executor = executor;
    }

    /**
     * Runs a task that handles so many packets after all earlier ones of this sender; returns whether it was taken,
     * waiting for space if need be.
     */
    boolean inOrder(MemberId sender, int packets, Duration patience, Runnable task) {
        return lane(handlers, sender).execute(task, packets, patience);
    }

    /** As {@link #inOrder}, for one packet and the hooks that come before. */
    boolean hooksInOrder(MemberId sender, Duration patience, Runnable task) {
        return lane(hooks, sender).execute(task, patience);
    }

    /** Whether packets of this sender are still with hooks; later ones must not overtake them. */
    boolean isHooking(MemberId sender) {
        if (hooks.isEmpty()) {
            return false;
        }
        Lane lane = hooks.get(sender);
        return lane != null && !lane.isIdle();
    }

    /** Whether so many events of this sender wait that a reader may soon have to wait as well. */
    boolean isBehind(MemberId sender) {
        Lane lane = handlers.get(sender);
        return lane != null && lane.size() > LANE_CAPACITY / 2;
    }

    /** Runs the task beside all others; returns whether it was taken. */
    boolean aside(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException refused) {
            return false;
        }
    }

    /**
     * A sender is gone: frees what was kept for it, and for those gone before that were busy then or were heard once
     * more. What they sent is still handled.
     */
    public void forgetAllBut(Predicate<MemberId> known) {
        handlers.entrySet()
                .removeIf(lane -> !known.test(lane.getKey()) && lane.getValue().isIdle());
        hooks.entrySet()
                .removeIf(lane -> !known.test(lane.getKey()) && lane.getValue().isIdle());
    }

    /** How many events wait for handlers. */
    public int waitingForHandlers() {
        return waiting(handlers);
    }

    /** How many packets wait for hooks. */
    public int waitingForHooks() {
        return waiting(hooks);
    }

    private Lane lane(Map<MemberId, Lane> lanes, MemberId sender) {
        Lane lane = lanes.get(sender);
        return lane != null ? lane : lanes.computeIfAbsent(sender, unused -> new Lane(executor, LANE_CAPACITY));
    }

    private static int waiting(Map<MemberId, Lane> lanes) {
        return lanes.values().stream().mapToInt(Lane::size).sum();
    }
}
