package io.clusterkit.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs its tasks one after another, in the order given, on an executor shared with others. Bounded. A task that throws
 * is logged and ends alone. All methods may be called from any thread.
 */
public final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    /** Tasks run before the thread is given back, so that one busy lane does not keep the others waiting. */
    private static final int TURN = 256;

    private final Executor executor;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition space = lock.newCondition();
    private final ArrayDeque<Weighted> waiting = new ArrayDeque<>(); // guarded by lock
    private int weight; // guarded by lock; of all that waits
    private boolean running; // guarded by lock

    /**
     * Turns that the executor took and that have not begun; -1 while one has begun before the executor said that it
     * took it. Guarded by lock.
     */
    private int turnsToCome;

    private record Weighted(Runnable task, int weight) {}

    /**
     * A lane on this executor.
     *
     * @param capacity tasks that may wait, at least 1; one that stands for many counts as many
     */
    public Lane(Executor executor, int capacity) {
        this.executor = executor;
        this.capacity = capacity;
    }

    /**
     * Hands a task over.
     *
     * @param patience how long to wait for space if the lane is full; zero to give up at once
     * @return whether the task was taken; false if the lane stayed full, the executor refused, or the caller was
     *     interrupted
     */
    public boolean execute(Runnable task, Duration patience) {
        return execute(task, 1, patience);
    }

    /**
     * Hands over a task that does the work of many.
     *
     * @param weight as how many it counts, 1 to the lane's capacity
     * @param patience as for {@link #execute(Runnable, Duration)}
     * @return as {@link #execute(Runnable, Duration)}
     */
    public boolean execute(Runnable task, int weight, Duration patience) {
        Weighted weighted = new Weighted(task, weight);
        lock.lock();
        try {
            if (this.weight > capacity - weight && !awaitSpace(weight, patience)) {
                return false;
            }
            waiting.add(weighted);
            this.weight += weight;
            if (running || turnsToCome > 0) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        return startTurn(weighted);
    }

    /** Whether all tasks that were taken have ended. */
    public boolean isIdle() {
        lock.lock();
        try {
            return waiting.isEmpty() && !running;
        } finally {
            lock.unlock();
        }
    }

    /** How many tasks wait, each as many as it counts. */
    public int size() {
        lock.lock();
        try {
            return weight;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitSpace(int needed, Duration patience) {
        long nanos = patience.toNanos();
        try {
            while (weight > capacity - needed) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = space.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Each task that finds no turn on its way starts one itself, so none depends on another's being refused. */
    private boolean startTurn(Weighted task) {
        try {
            executor.execute(this::beginTurn);
        } catch (RejectedExecutionException refused) {
            return isTakenAnyway(task);
        }
        lock.lock();
        try {
            turnsToCome++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isTakenAnyway(Weighted task) {
        lock.lock();
        try {
            if (running || turnsToCome > 0 || !waiting.removeLastOccurrence(task)) {
                return true;
            }
            weight -= task.weight;
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void beginTurn() {
        lock.lock();
        try {
            turnsToCome--;
            if (running) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        runTurn();
    }

    private void runTurn() {
        while (runTasks()) {
            try {
                executor.execute(this::runTurn);
                return;
            } catch (RejectedExecutionException refused) {
                // No thread to hand over to: this one goes on rather than strand what was taken.
                log.debug("a lane keeps its thread", refused);
            }
        }
    }

    /** Runs one turn and says whether more waits. */
    private boolean runTasks() {
        for (int done = 0; done < TURN; ) {
            Weighted next;
            lock.lock();
            try {
                next = waiting.poll();
                if (next == null) {
                    running = false;
                    return false;
                }
                weight -= next.weight;
                space.signalAll();
            } finally {
                lock.unlock();
            }
            done += next.weight;
            try {
                next.task.run();
            } catch (Throwable failure) {
                // The next task belongs to somebody else.
                log.error("a task failed", failure);
            }
        }
        return true;
    }
}
