package io.clusterkit.runtime;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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
        super(
                0,
                maxThreads,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new GrowFirstQueue(queueCapacity),
                DaemonThreads.named(threadNames),
                (task, pool) -> ((GrowFirstQueue) pool.getQueue()).enqueue(task, pool));
        ((GrowFirstQueue) getQueue()).pool = this;
    }

    /** Says "full" to the pool as long as it may still start a thread and no idle one waits for work. */
    private static final class GrowFirstQueue extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("NullAway.Init") // set by the pool's constructor before the first task
        private transient ThreadPoolExecutor pool;

        GrowFirstQueue(int capacity) {
            super(capacity);
        }

        @Override
        public boolean offer(Runnable task) {
            boolean allBusy = pool.getActiveCount() + size() >= pool.getPoolSize();
            if (allBusy && pool.getPoolSize() < pool.getMaximumPoolSize()) {
                return false;
            }
            return super.offer(task);
        }

        void enqueue(Runnable task, ThreadPoolExecutor pool) {
            if (pool.isShutdown() || !super.offer(task)) {
                throw new RejectedExecutionException(
                        pool.isShutdown()
                                ? "the pool is shut down"
                                : "all " + pool.getMaximumPoolSize() + " threads are busy and " + size()
                                        + " tasks wait");
            }
        }
    }
}
