package io.clusterkit.protocol.stream;

import io.clusterkit.runtime.TimeSource;

/**
 * Lets other threads run before this one goes on, so that there is more to go on with. Leaves that off for a while if it
 * took long: the processor is then wanted by threads that have nothing to do with it. Belongs to one thread at a time.
 */
final class Yielding {
    /** More than a few callers need to ask anew, less than a scheduler gives to a thread that computes. */
    private static final long LONG_NANOS = 1_000_000;

    /** How often it is left off then: the one long time is then little beside all those. */
    private static final int LEFT_OFF = 1024;

    private final TimeSource time;
    private int leftOff;

    Yielding(TimeSource time) {
        this.time = time;
    }

    /** Returns whether others had the chance to run. */
    @SuppressWarnings("ThreadPriorityCheck") // a hint; nothing goes wrong where it is not taken
    boolean letOthersRun() {
        if (leftOff > 0) {
            leftOff--;
            return false;
        }
        long began = time.nanoTime();
        Thread.yield();
        if (time.nanoTime() - began > LONG_NANOS) {
            leftOff = LEFT_OFF;
        }
        return true;
    }
}
