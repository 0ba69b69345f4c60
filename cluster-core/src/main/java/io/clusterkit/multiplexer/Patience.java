package io.clusterkit.multiplexer;

/**
 * How long one client may still hold the senders back. It has a full measure at first, using it up by holding, and
 * regains it by taking data: one full buffer taken gives one full measure. So a client that is merely a little late is
 * waited for, and one that reads slowly or never costs the others one measure and then next to nothing. Pure arithmetic.
 */
final class Patience {
    private final long fullNanos;
    private final long bufferBytes;
    private long leftNanos;

    Patience(long fullNanos, long bufferBytes) {
        this.fullNanos = fullNanos;
        this.bufferBytes = bufferBytes;
        this.leftNanos = fullNanos;
    }

    /** The client took so many bytes. */
    void regain(long bytes) {
        if (leftNanos < fullNanos) {
            double gained = (double) fullNanos * bytes / bufferBytes;
            leftNanos = gained >= fullNanos - leftNanos ? fullNanos : leftNanos + (long) gained;
        }
    }

    /**
     * The client held the senders back for so long.
     *
     * @return whether it is used up
     */
    boolean use(long nanos) {
        leftNanos = Math.max(0, leftNanos - nanos);
        return leftNanos == 0;
    }

    long leftNanos() {
        return leftNanos;
    }

    /** Whether there is enough to begin to hold; with nothing but crumbs a slow reader would stop everybody often. */
    boolean mayHold() {
        return leftNanos > 0 && leftNanos >= fullNanos / 8;
    }
}
