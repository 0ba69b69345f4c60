package io.clusterkit.runtime;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task loop on a daemon thread of its own. */
final class ThreadTaskLoop implements TaskLoop {
    private static final Logger log = LoggerFactory.getLogger(ThreadTaskLoop.class);

    /** Tasks that may wait; a flood of packets from the network must not fill the memory. */
    static final int MAX_WAITING = 65_536;

    /** Tasks that are run before it is a timer's turn. */
    private static final int TURN = 256;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final ScheduledThreadPoolExecutor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean(); // or about to; the tasks
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder refused;
    private volatile @Nullable Thread thread;

    ThreadTaskLoop(String name, LongAdder refused) {
        this.refused = refused;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread created = DaemonThreads.create(name, task);
            thread = created;
            return created;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public boolean execute(Runnable task) {
        if (waiting.incrementAndGet() > MAX_WAITING || executor.isShutdown()) {
            waiting.decrementAndGet();
            refused.increment();
            return false;
        }
        tasks.add(task);
        runSoon();
        return true;
    }

    /** Many tasks that wait are one task of the executor: in a flood it is not woken, and does not sort, for each. */
    private void runSoon() {
        if (running.compareAndSet(false, true)) {
            try {
                executor.execute(this::runTurn);
            } catch (RejectedExecutionException closed) {
                log.debug("closed, {} tasks do not run", waiting);
            }
        }
    }

    private void runTurn() {
        for (int i = 0; i < TURN && !executor.isShutdown(); i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            waiting.decrementAndGet();
            runGuarded(task);
        }
        running.set(false);
        if (!tasks.isEmpty()) {
            runSoon(); // behind timers that are due, or one that came just now
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> future =
                    executor.schedule(() -> runGuarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public int waiting() {
        return waiting.get();
    }

    @Override
    public void close() {
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!executor.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("a task did not end within {} of closing its loop", CLOSE_LIMIT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            // The loop serves all of a member's timers: one broken task must not end them.
            log.error("a task of the cluster loop failed", failure);
        }
    }
}
