package io.clusterkit.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time that stands still until it is moved, and one queue of tasks for all members that run on it. All happens on the
 * thread that calls {@link #advance}, in an order that the seed alone decides, so a run can be repeated exactly.
 * Handlers must not block: nobody would wake them.
 *
 * <p>Thread-safe, but a run can be repeated only if one thread does everything.
 */
public final class SteppedRuntime implements ClusterRuntime, TimeSource {
    private static final Logger log = LoggerFactory.getLogger(SteppedRuntime.class);
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(); // guarded by itself
    private final ReentrantLock moving = new ReentrantLock();
    private final Random random;
    private volatile long nowNanos; // changed by whoever holds moving
    private long sequence; // guarded by tasks

    public SteppedRuntime(long seed) {
        this.random = new Random(seed);
    }

    /** Runs what is due now, and what that makes due now. */
    public void settle() {
        advance(Duration.ZERO);
    }

    /** Moves time forward by {@code step}, running each task at its moment. */
    public void advance(Duration step) {
        moving.lock();
        try {
            long target = nowNanos + step.toNanos();
            for (Task task = due(target); task != null; task = due(target)) {
                nowNanos = Math.max(nowNanos, task.atNanos);
                run(task);
            }
            nowNanos = Math.max(nowNanos, target); // a task may have moved time, too
        } finally {
            moving.unlock();
        }
    }

    private @Nullable Task due(long target) {
        synchronized (tasks) {
            Task first = tasks.peek();
            return first != null && first.atNanos <= target ? tasks.remove() : null;
        }
    }

    /** Runs the task after {@code delay}, on this runtime's time. */
    public TaskLoop.Timer schedule(Duration delay, Runnable task) {
        synchronized (tasks) {
            Task scheduled = new Task(nowNanos + delay.toNanos(), sequence++, task);
            tasks.add(scheduled);
            return () -> cancel(scheduled);
        }
    }

    private void cancel(Task task) {
        synchronized (tasks) {
            tasks.remove(task);
        }
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    @Override
    public Instant instant() {
        return EPOCH.plusNanos(nowNanos);
    }

    @Override
    public TimeSource time() {
        return this;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public TaskLoop newLoop(String name, LongAdder refused) {
        return new SteppedLoop(refused);
    }

    @Override
    public Executor newPool(String threadNames, int maxThreads, int queueCapacity) {
        return task -> schedule(Duration.ZERO, task);
    }

    @Override
    public <T> Optional<T> await(CompletableFuture<T> future, Duration limit) {
        settle();
        return future.isDone() && !future.isCompletedExceptionally()
                ? Optional.ofNullable(future.join())
                : Optional.empty();
    }

    /** Does nothing: time moves only from outside. */
    @Override
    public void pause(Duration length) {}

    @Override
    public void release(Executor pool) {}

    private static void run(Task task) {
        try {
            task.action.run();
        } catch (RuntimeException failure) {
            log.error("a stepped task failed", failure);
        }
    }

    private record Task(long atNanos, long sequence, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final class SteppedLoop implements TaskLoop {
        private final LongAdder refused;
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile boolean closed;

        SteppedLoop(LongAdder refused) {
            this.refused = refused;
        }

        @Override
        public boolean execute(Runnable task) {
            if (closed) {
                refused.increment();
                return false;
            }
            waiting.incrementAndGet();
            SteppedRuntime.this.schedule(Duration.ZERO, () -> {
                waiting.decrementAndGet();
                if (!closed) {
                    task.run();
                }
            });
            return true;
        }

        @Override
        public int waiting() {
            return waiting.get();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return SteppedRuntime.this.schedule(delay, () -> {
                if (!closed) {
                    task.run();
                }
            });
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
