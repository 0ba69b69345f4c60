package io.clusterkit.protocol.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Who reads a connection. The reader may lend its thread to a task of somebody else; if that takes long, the role is
 * taken from it and given to another thread, so that what takes the reader's time never keeps the connection from being
 * read. Thread-safe; {@link #lend} and {@link #giveBack} are called by the reader only.
 */
final class ReadingRole {
    private static final long READING = 0;
    private static final long TAKEN = -1;

    /** {@link #READING}, {@link #TAKEN}, or the number of the task that runs on the reader's thread. */
    private final AtomicLong state = new AtomicLong(READING);

    private volatile long lentNanos;
    private long tasks; // of the reader

    /** The reader begins a task; returns its number. */
    long lend(long nowNanos) {
        lentNanos = nowNanos;
        long task = ++tasks;
        state.set(task);
        return task;
    }

    /** The task has ended; returns whether the caller is still the reader. */
    boolean giveBack(long task) {
        return state.compareAndSet(task, READING);
    }

    /** Takes the role from the reader if it has run the same task for longer than this; the caller must find another. */
    boolean takeAfter(long nanos, long nowNanos) {
        long task = state.get();
        return task > READING && nowNanos - lentNanos > nanos && state.compareAndSet(task, TAKEN);
    }

    /** Takes the role from the reader if it still runs this task; the caller must find another. */
    boolean take(long task) {
        return state.compareAndSet(task, TAKEN);
    }

    /** The caller is the reader from now on, as it was taken from the one before. */
    void assume() {
        state.set(READING);
    }

    /** Whether a task runs on the reader's thread. */
    boolean isLent() {
        return state.get() > READING;
    }
}
