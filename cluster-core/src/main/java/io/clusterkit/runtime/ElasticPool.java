package io.clusterkit.runtime;

import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pool that grows before it queues: a task gets an idle thread, else a new one up to {@code maxThreads}, else a place
 * in a queue of {@code queueCapacity}, else {@link RejectedExecutionException}. Idle threads end after a while. Tasks
 * may block. (The JDK's pool queues before it grows, so that tasks which wait for each other would never finish.)
 */
public final class ElasticPool extends ThreadPoolExecutor {
    private static final Duration IDLE = Duration.ofSeconds(10);

    /**
     * A pool without threads yet.
     *
     * @param threadNames prefix of the threads' names
     * @param maxThreads at least 1
     * @param queueCapacity tasks that may wait when all threads are busy, at least 1
     */
    public ElasticPool(String threadNames, int maxThreads, int queueCapacity) {
        this(threadNames, maxThreads, queueCapacity, IDLE);
    }

    /** As the public one, with threads that end after {@code idle} without a task. */
    ElasticPool(String threadNames, int maxThreads, int queueCapacity, Duration idle) {
        super(
                0,
                maxThreads,
                idle.toNanos(),
                TimeUnit.NANOSECONDS,
                new GrowFirstQueue(queueCapacity),
                DaemonThreads.named(threadNames),
                (task, pool) -> ((GrowFirstQueue) pool.getQueue()).enqueue(task, pool));
    }

    /** How many tasks wait because all threads are busy. */
    public int waiting() {
        return ((GrowFirstQueue) getQueue()).waiting.get();
    }

    /**
     * Says "full" to the pool unless a thread waits for work at this very moment: whether one does is settled by the
     * hand-over itself, not by counting, so no task ends up behind one that blocks while the pool could still grow.
     */
    private static final class GrowFirstQueue extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        private final int capacity;
        private final AtomicInteger waiting = new AtomicInteger();

        GrowFirstQueue(int capacity) {
            this.capacity = capacity;
        }

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        /** Called when the pool can't grow. */
        void enqueue(Runnable task, ThreadPoolExecutor pool) {
            if (pool.isShutdown()) {
                throw new RejectedExecutionException("the pool is shut down");
            }
            if (waiting.incrementAndGet() > capacity) {
                waiting.decrementAndGet();
                throw new RejectedExecutionException(
                        "all " + pool.getMaximumPoolSize() + " threads are busy and " + capacity + " tasks wait");
            }
            Runnable queued = () -> {
                waiting.decrementAndGet();
                task.run();
            };
            super.offer(queued); // not put, which may be this class's offer
            if ((pool.isShutdown() || pool.getPoolSize() == 0) && remove(queued)) {
                // The last thread ended meanwhile and nobody would ever take it.
                waiting.decrementAndGet();
                pool.execute(task);
            }
        }
    }
}
