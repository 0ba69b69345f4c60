package io.clusterkit;

/**
 * Whether a query handler is one of those that end at once, as far as its last runs tell. One that ever takes longer has
 * to prove itself anew. Thread-safe; two runs at the same time may count as one.
 */
final class HandlerPace {
    /** About what it takes to hand a task to another thread and wake that, several times over. */
    static final long SHORT_NANOS = 50_000;

    /** Short runs in a row that make a handler a short one: who waits for something every now and then is none. */
    static final int PROOF = 64;

    private volatile int shortRuns;

    boolean isShort() {
        return shortRuns >= PROOF;
    }

    void took(long nanos) {
        int before = shortRuns;
        int after = nanos > SHORT_NANOS ? 0 : Math.min(before + 1, PROOF);
        if (after != before) {
            shortRuns = after;
        }
    }
}
