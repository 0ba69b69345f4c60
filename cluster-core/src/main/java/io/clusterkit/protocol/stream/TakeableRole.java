package io.clusterkit.protocol.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Work that one thread at a time does, such as reading a connection. That thread may run a task of somebody else in
 * between; if that takes long, the role is taken from it and given to another thread, so that the work never waits for
 * the task. Thread-safe; {@link #lend} and {@link #giveBack} are called only by the one that has the role.
 */
final class TakeableRole {
    private static final long AT_WORK = 0;
    private static final long TAKEN = -1;
    private static final long ASIDE = -2;
    private static final long VISITED = -3;

    /** One of the above, or the number of the task that runs instead. */
    private final AtomicLong state = new AtomicLong(AT_WORK);

    private volatile long lentNanos;
    private long tasks; // of the one that has the role

    /** A task begins; returns its number. */
    long lend(long nowNanos) {
        lentNanos = nowNanos;
        long task = ++tasks;
        state.set(task);
        return task;
    }

    /** The task has ended; returns whether the caller still has the role. */
    boolean giveBack(long task) {
        return state.compareAndSet(task, AT_WORK);
    }

    /** Takes the role from the one that has it if it has run the same task for longer than this; the caller must find another. */
    boolean takeAfter(long nanos, long nowNanos) {
        long task = state.get();
        return task > AT_WORK && nowNanos - lentNanos > nanos && state.compareAndSet(task, TAKEN);
    }

    /** Takes the role from the one that has it if it still runs this task; the caller must find another. */
    boolean take(long task) {
        return state.compareAndSet(task, TAKEN);
    }

    /** Whether this task runs and its thread has the role still. */
    boolean runs(long task) {
        return state.get() == task;
    }

    /** The caller has the role from now on, as it was taken from the one before. */
    void assume() {
        state.set(AT_WORK);
    }

    /** Whether a task runs. */
    boolean isLent() {
        return state.get() > AT_WORK;
    }

    /** The one that has the role lets others do its work until it does {@link #resume}. */
    void standAside() {
        state.set(ASIDE);
    }

    /** The one that stood aside works again; false while a visitor does. */
    boolean resume() {
        return state.compareAndSet(ASIDE, AT_WORK);
    }

    /** Begins to work in place of the one that stands aside; false if it does not, or another visitor works. */
    boolean visit() {
        return state.get() == ASIDE && state.compareAndSet(ASIDE, VISITED);
    }

    /** Whether a visitor works. */
    boolean isVisited() {
        return state.get() == VISITED;
    }

    /** The visitor works no more. */
    void endVisit() {
        state.set(ASIDE);
    }
}
