package io.clusterkit;

import java.util.concurrent.atomic.LongAdder;

/** Counts what handlers have begun and not ended yet; a query ends when its answer was sent or can't be. Thread-safe. */
final class UnderWay {
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();

    void begin() {
        begun.increment();
    }

    void end() {
        ended.increment();
    }

    /** So many begin, one after the other. */
    void begin(int count) {
        begun.add(count);
    }

    /** So many have ended. */
    void end(int count) {
        ended.add(count);
    }

    /** How many were begun so far. */
    long begun() {
        return begun.sum();
    }

    boolean isNothing() {
        long endedBefore = ended.sum(); // read first: what begins meanwhile only makes the answer no
        return begun.sum() <= endedBefore;
    }
}
