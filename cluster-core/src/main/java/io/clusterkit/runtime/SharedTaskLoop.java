package io.clusterkit.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task loop on one daemon thread, {@code cluster-watch}, that all members of the JVM share: for looking after things
 * now and then, which is not worth a thread each. The thread ends when there has been nothing to do for a while.
 */
final class SharedTaskLoop implements TaskLoop {
    private static final Logger log = LoggerFactory.getLogger(SharedTaskLoop.class);

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

    private final LongAdder refused;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<Scheduled> timers = ConcurrentHashMap.newKeySet();
    private final ReentrantLock running = new ReentrantLock(); // held while a task of this loop runs
    private volatile boolean closed;

    /** @param refused counts the tasks it does not take */
    SharedTaskLoop(LongAdder refused) {
        this.refused = refused;
    }

    private static ScheduledThreadPoolExecutor executor() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            // It serves members that know nothing of each other: nothing of the one that comes first clings to it.
            Thread thread = new Thread(null, task, "cluster-watch", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(IDLE.toNanos(), TimeUnit.NANOSECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public boolean execute(Runnable task) {
        if (waiting.incrementAndGet() > ThreadTaskLoop.MAX_WAITING || closed) {
            waiting.decrementAndGet();
            refused.increment();
            return false;
        }
        EXECUTOR.execute(() -> {
            waiting.decrementAndGet();
            run(task);
        });
        return true;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        if (closed) {
            return () -> {};
        }
        Scheduled scheduled = new Scheduled(task);
        timers.add(scheduled);
        scheduled.future = EXECUTOR.schedule(scheduled, delay.toNanos(), TimeUnit.NANOSECONDS);
        if (closed) {
            scheduled.cancel();
        }
        return scheduled;
    }

    @Override
    public int waiting() {
        return waiting.get();
    }

    @Override
    public void close() {
        closed = true;
        timers.forEach(Scheduled::cancel);
        try {
            if (running.tryLock(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
                running.unlock();
            } else {
                log.warn("a task did not end within {} of closing its loop", CLOSE_LIMIT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Runnable task) {
        running.lock();
        try {
            if (!closed) {
                task.run();
            }
        } catch (Throwable failure) {
            // The thread serves all members: one broken task must not end it.
            log.error("a task of the cluster's watch failed", failure);
        } finally {
            running.unlock();
        }
    }

    /** A task that waits, in the list of those that a close cancels until it begins. */
    private final class Scheduled implements Runnable, Timer {
        private final Runnable task;
        private volatile @Nullable Future<?> future; // null until the executor has it

        Scheduled(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (timers.remove(this)) {
                SharedTaskLoop.this.run(task);
            }
        }

        /** Who is just about to have a future finds itself out of the list when its time comes. */
        @Override
        public void cancel() {
            timers.remove(this);
            Future<?> known = future;
            if (known != null) {
                known.cancel(false);
            }
        }
    }
}
