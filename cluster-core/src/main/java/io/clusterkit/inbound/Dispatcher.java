package io.clusterkit.inbound;

import io.clusterkit.member.MemberId;
import io.clusterkit.runtime.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs user code on the handlers' executor: what must keep a sender's order on a lane of that sender, the rest side by
 * side. Thread-safe.
 */
public final class Dispatcher {
    /** Packets of one sender that may wait for its handler. */
    public static final int LANE_CAPACITY = 16_384;

    /**
     * How long a reader waits for space in a full lane before it drops the packet: the sender is slowed down by that,
     * and a handler that itself waits for something behind the packet on the same connection is freed again.
     */
    static final Duration LANE_PATIENCE = Duration.ofSeconds(5);

    private final Executor executor;
    private final Map<MemberId, Lane> lanes = new ConcurrentHashMap<>();

    public Dispatcher(Executor executor) {
        this.executor = executor;
    }

    /** Runs the task after all earlier ones of this sender; returns whether it was taken, waiting for space if need be. */
    boolean inOrder(MemberId sender, Runnable task) {
        Lane lane = lanes.get(sender);
        if (lane == null) {
            lane = lanes.computeIfAbsent(sender, unused -> new Lane(executor, LANE_CAPACITY));
        }
        return lane.execute(task, LANE_PATIENCE);
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

    /** The sender is gone; what it sent before is still handled. */
    public void forget(MemberId sender) {
        lanes.remove(sender);
    }

    /** How many packets wait for handlers. */
    public int waiting() {
        return lanes.values().stream().mapToInt(Lane::size).sum();
    }
}
