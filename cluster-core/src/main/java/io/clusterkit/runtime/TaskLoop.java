package io.clusterkit.runtime;

import java.time.Duration;

/**
 * Runs tasks one after another, never two at once: state that only its tasks touch needs no lock. Tasks must not block.
 * A task that throws is logged and ends alone. All methods may be called from any thread.
 */
public interface TaskLoop extends AutoCloseable {
    /**
     * Runs the task after those already handed over. When the loop holds more than its bound of waiting tasks, or is
     * closed, the task is refused and counted.
     *
     * @return whether the task was taken
     */
    boolean execute(Runnable task);

    /** Runs the task after {@code delay}, which must not be negative; never if the loop is closed before. */
    Timer schedule(Duration delay, Runnable task);

    /** How many tasks given to {@link #execute} have not begun. */
    int waiting();

    /** Ends the loop: what has not begun does not run any more. Called from outside, waits for the task that runs. */
    @Override
    void close();

    /** A task that waits for its time. */
    interface Timer {
        /** The task does not run any more, unless it has begun. */
        void cancel();
    }
}
