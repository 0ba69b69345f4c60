package io.clusterkit.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Lets others run a few times before a caller goes to sleep that is one of several. On a processor that the callers and
 * the reader of their answers keep busy the answer comes meanwhile: then the caller need not be put to sleep, and the
 * reader need not wake it, which as a rule also gave the reader's processor to the one that was woken. 16 callers of one
 * connection ask 150 to 190 thousand times a second by that, and 120 thousand without. Left off for a while where it is
 * mostly in vain, and where the processor is wanted by others that compute. Thread-safe.
 */
final class TurnsBeforeSleep {
    /** Two, four and eight bring the same. */
    private static final int MOST_TURNS = 4;

    /** A turn that took as long as this gave the processor to somebody who computes. */
    private static final long LONG_TURN_NANOS = 1_000_000;

    /** So many more times in vain than not, and it is left off. */
    private static final int MOST_VAIN = 64;

    /** For how many answers. */
    private static final int LEFT_OFF = 1024;

    private final LongSupplier nanoTime;
    private final AtomicInteger leftOff = new AtomicInteger();
    private final AtomicInteger vain = new AtomicInteger();

    TurnsBeforeSleep(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Lets others run until this is true, a few times at most. */
    @SuppressWarnings("ThreadPriorityCheck") // a hint; nothing goes wrong where it is not taken
    void letOthersRun(BooleanSupplier done) {
        if (leftOff.get() > 0 && leftOff.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return;
        }
        boolean there = false;
        long before = nanoTime.getAsLong();
        for (int turns = 0; !there && turns < MOST_TURNS; turns++) {
            Thread.yield();
            there = done.getAsBoolean();
            long now = nanoTime.getAsLong();
            if (now - before > LONG_TURN_NANOS) {
                leftOff.set(LEFT_OFF);
                return;
            }
            before = now;
        }
        note(there);
    }

    private void note(boolean there) {
        if (there) {
            if (vain.get() > 0) {
                vain.decrementAndGet(); // below 0 if another one did as well, by a few
            }
        } else if (vain.incrementAndGet() >= MOST_VAIN) {
            vain.set(0);
            leftOff.set(LEFT_OFF);
        }
    }
}
