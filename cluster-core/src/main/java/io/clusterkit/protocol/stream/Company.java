package io.clusterkit.protocol.stream;

import io.clusterkit.runtime.TimeSource;

/**
 * Lets other callers add their frames before one is written, if they are likely to. Many callers of one connection that
 * were woken by one read ask anew in the same moment; on a busy core each would write by itself, as nobody else comes to
 * run meanwhile. Whether it pays is tried now and then, so that a caller who is alone pays for few of its writes, and for
 * fewer and fewer. Belongs to the one that is to drain, and to the host of others.
 */
final class Company {
    /** Writes after which it is tried whether others come. */
    private static final int TRIAL = 16;

    /**
     * The same, after many trials in vain. Each costs a caller that shares its processor with the member it asks two turns
     * of that member: with 8 trials behind each 16 writes a round trip took 18 to 20 µs there, with fewer and fewer 14.5.
     */
    private static final int RARE_TRIAL = 1024;

    /** Times in a row that nobody came before it is not expected any more. */
    private static final int ALONE = 8;

    private final Yielding yielding;
    private int untilTrial = TRIAL;
    private int nextTrial = TRIAL;
    private int alone;
    private boolean invited;

    Company(TimeSource time) {
        this.yielding = new Yielding(time);
    }

    /** Somebody is about to write: whether others are to be invited. */
    boolean isExpected() {
        if (untilTrial > 0) {
            untilTrial--;
            return false;
        }
        return true;
    }

    /** Lets others come. */
    void invite() {
        invited = yielding.letOthersRun();
    }

    /** So many others came. */
    void came(int others) {
        if (!invited) {
            return;
        }
        invited = false;
        if (others > 0) {
            alone = 0;
            nextTrial = TRIAL;
        } else if (++alone == ALONE) {
            alone = 0;
            untilTrial = nextTrial;
            nextTrial = Math.min(2 * nextTrial, RARE_TRIAL);
        }
    }
}
