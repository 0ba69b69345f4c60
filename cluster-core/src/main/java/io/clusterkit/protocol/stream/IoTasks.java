package io.clusterkit.protocol.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A protocol's tasks on the executor it was given: connections that find no thread are closed, and the end of all tasks
 * can be waited for. The executor may refuse a task, or fail with an Error if the system has no more threads.
 * Thread-safe.
 */
final class IoTasks implements Executor {
    private final Executor executor;
    private final StreamCounters counters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int running; // guarded by lock

    IoTasks(Executor executor, StreamCounters counters) {
        this.executor = executor;
        this.counters = counters;
    }

    @Override
    public void execute(Runnable task) {
        if (!(task instanceof StreamConnection connection)) {
            start(task);
        } else if (connection.isOpen()) {
            try {
                start(task);
            } catch (RuntimeException | Error refused) {
                counters.refused.increment();
                connection.end(new IOException("there is no thread to read it", refused));
            }
        }
    }

    /** Waits for all tasks to end; false if they did not. */
    boolean awaitEnd(Duration patience) {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (running > 0) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = ended.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void start(Runnable task) {
        change(1);
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } finally {
                    change(-1);
                }
            });
        } catch (RuntimeException | Error refused) {
            change(-1);
            throw refused;
        }
    }

    private void change(int by) {
        lock.lock();
        try {
            running += by;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
