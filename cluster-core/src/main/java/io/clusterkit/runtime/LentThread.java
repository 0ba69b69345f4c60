package io.clusterkit.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A thread that has work of its own, such as reading a connection, and lends itself to short tasks of others. A task
 * that is about to wait says so, and the thread's own work goes on elsewhere. What several tasks write can go together.
 */
public final class LentThread {
    private static final ThreadLocal<@Nullable Lender> LENDER = new ThreadLocal<>();

    private LentThread() {}

    /** Whose thread it is. Called on that thread while it runs the task. */
    public interface Lender {
        /** The task is about to wait; may be said several times. */
        void aboutToWait();

        /** Whether the thread will run another task at once when this one has ended. */
        boolean runsMore();

        /** Runs this once when the tasks at hand have ended; earlier, on another thread, if they take long. */
        void afterwards(Runnable action);
    }

    /** Runs a task on this thread. */
    public static void run(Runnable task, Lender lender) {
        LENDER.set(lender);
        try {
            task.run();
        } finally {
            LENDER.remove();
        }
    }

    /** To be called before what may take long; returns whether the thread is lent, and costs nothing if it is not. */
    public static boolean aboutToWait() {
        Lender lender = LENDER.get();
        if (lender != null) {
            lender.aboutToWait();
        }
        return lender != null;
    }

    /** The one whose thread this is, if it runs more tasks behind this one; else null. */
    public static @Nullable Lender withMoreToRun() {
        Lender lender = LENDER.get();
        return lender != null && lender.runsMore() ? lender : null;
    }
}
