package io.clusterkit.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Keeps tasks until a test runs them; may refuse. One thread. */
public final class ManualExecutor implements Executor {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean refusing;

    @Override
    public void execute(Runnable task) {
        if (refusing) {
            throw new RejectedExecutionException("refusing");
        }
        tasks.add(task);
    }

    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    public int waiting() {
        return tasks.size();
    }

    /** Runs one task, and says whether there was one. */
    public boolean runOne() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    public void runAll() {
        while (runOne()) {}
    }
}
