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
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(); // guarded by lock
    private boolean running; // guarded by lock

    /**
     * Turns that the executor took and that have not begun; -1 while one has begun before the executor said that it
     * took it. Guarded by lock.
     */
    private int turnsToCome;

    /**
     * A lane on this executor.
     *
     * @param capacity tasks that may wait, at least 1
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
        lock.lock();
        try {
            if (waiting.size() >= capacity && !awaitSpace(patience)) {
                return false;
            }
            waiting.add(task);
            if (running || turnsToCome > 0) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        return startTurn(task);
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

    /** How many tasks wait. */
    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitSpace(Duration patience) {
        long nanos = patience.toNanos();
        try {
            while (waiting.size() >= capacity) {
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
    private boolean startTurn(Runnable task) {
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

    private boolean isTakenAnyway(Runnable task) {
        lock.lock();
        try {
            return running || turnsToCome > 0 || !waiting.removeLastOccurrence(task);
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
        for (int i = 0; i < TURN; i++) {
            Runnable task;
            lock.lock();
            try {
                task = waiting.poll();
                if (task == null) {
                    running = false;
                    return false;
                }
                space.signal();
            } finally {
                lock.unlock();
            }
            try {
                task.run();
            } catch (Throwable failure) {
                // The next task belongs to somebody else.
                log.error("a task failed", failure);
            }
        }
        return true;
    }
}
