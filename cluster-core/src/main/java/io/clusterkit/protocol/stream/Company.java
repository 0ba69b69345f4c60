package io.clusterkit.protocol.stream;

import io.clusterkit.runtime.TimeSource;

/**
 * Lets other callers add their frames before one is written, if they are likely to. Many callers of one connection that
 * were woken by one read ask anew in the same moment; on a busy core each would write by itself, as nobody else comes to
 * run meanwhile: 16 callers wrote 1.1 frames at once, and so write 7. Whether it pays is tried now and then, so that a
 * caller who is alone pays for few of its writes. Belongs to the one who drains.
 */
final class Company {
    /** Writes after which it is tried whether others come. */
    private static final int TRIAL = 16;

    /** Times in a row that nobody came before it is not expected any more. */
    private static final int ALONE = 8;

    private final Yielding yielding;
    private int untilTrial = TRIAL;
    private int alone;
    private boolean invited;

    Company(TimeSource time) {
        this.yielding = new Yielding(time);
    }

    /** Somebody is about to write. */
    void invite() {
        if (untilTrial > 0) {
            untilTrial--;
        } else {
            invited = yielding.letOthersRun();
        }
    }

    /** So many frames were written together. */
    void came(int frames) {
        if (!invited) {
            return;
        }
        invited = false;
        alone = frames > 1 ? 0 : alone + 1;
        if (alone == ALONE) {
            alone = 0;
            untilTrial = TRIAL;
        }
    }
}
