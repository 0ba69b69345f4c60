package io.clusterkit.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * What a member runs on: time, threads and chance. {@link #system()} is the real thing; {@link SteppedRuntime} stands
 * still until a test moves it.
 */
public interface ClusterRuntime {
    TimeSource time();

    /** Thread-safe. */
    RandomGenerator random();

    /**
     * A new loop.
     *
     * @param refused counts the tasks it does not take
     */
    TaskLoop newLoop(String name, LongAdder refused);

    /**
     * A loop for looking after things now and then: it may have its thread in common with others, of other members too,
     * so its tasks must be short. Tasks of several such loops may run side by side.
     *
     * @param refused counts the tasks it does not take
     */
    default TaskLoop sharedLoop(String name, LongAdder refused) {
        return newLoop(name, refused);
    }

    /**
     * An executor for handlers and hooks, or for blocking I/O: its tasks may block. It belongs to the caller, who ends
     * it by {@link #release}.
     */
    Executor newPool(String threadNames, int maxThreads, int queueCapacity);

    /**
     * Waits until the future is done, at most {@code limit}.
     *
     * @return its result; empty if it did not come in time, or failed, or the caller was interrupted
     */
    <T> Optional<T> await(CompletableFuture<T> future, Duration limit);

    /** Lets the calling thread sleep for about this long; less if it is interrupted. */
    default void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }

    /** Ends an executor that {@link #newPool} gave. */
    void release(Executor pool);

    /** The system's clocks, daemon threads and a random seed. */
    static ClusterRuntime system() {
        return SystemRuntime.INSTANCE;
    }
}
