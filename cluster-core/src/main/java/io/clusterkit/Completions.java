package io.clusterkit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Completes the futures of events on handler threads, since what depends on them is user code. Thousands come at once,
 * with one receipt, and hardly any has something that depends on it: those are completed together by one task
 * instead of a task for each. Thread-safe.
 */
final class Completions {
    private final Executor executor;
    private final Queue<OutcomeCollector> waiting = new ConcurrentLinkedQueue<>();

    /** How many were added since the task last looked; whoever makes it more than 0 starts the task. */
    private final AtomicInteger added = new AtomicInteger();

    Completions(Executor executor) {
        this.executor = executor;
    }

    /** Completes it soon. */
    void add(OutcomeCollector done) {
        waiting.add(done);
        if (added.getAndIncrement() == 0) {
            run(this::completeAll);
        }
    }

    private void completeAll() {
        int seen = added.get();
        do {
            for (OutcomeCollector next = waiting.poll(); next != null; next = waiting.poll()) {
                if (next.hasDependents()) {
                    run(next::complete); // it may block, and what it waits for may stand behind it
                } else {
                    next.complete();
                }
            }
            seen = added.addAndGet(-seen);
        } while (seen > 0);
    }

    private void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException noThread) {
            task.run(); // better here than never
        }
    }
}
