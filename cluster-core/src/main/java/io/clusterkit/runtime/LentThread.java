package io.clusterkit.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A thread that has work of its own, such as reading a connection, and lends itself to short tasks of others. A task
 * that is about to wait says so, and the thread's own work goes on elsewhere.
 */
public final class LentThread {
    private static final ThreadLocal<@Nullable Runnable> WAITING = new ThreadLocal<>();

    private LentThread() {}

    /**
     * Runs a task on this thread.
     *
     * @param onWait called, on this thread, each time the task says that it is about to wait
     */
    public static void run(Runnable task, Runnable onWait) {
        WAITING.set(onWait);
        try {
            task.run();
        } finally {
            WAITING.remove();
        }
    }

    /** To be called before what may take long; costs nothing on a thread that is nobody's. */
    public static void aboutToWait() {
        Runnable onWait = WAITING.get();
        if (onWait != null) {
            onWait.run();
        }
    }
}
