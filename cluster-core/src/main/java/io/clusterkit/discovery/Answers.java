package io.clusterkit.discovery;

import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When to answer those who ask who is there. One announcement answers all who ask within a short random time: with N
 * members starting at once each sends one answer, not N, and they do not all speak in the same moment. Nor does one
 * answer follow another closely when there are many: members that start over some seconds ask over some seconds. Owner:
 * control loop.
 */
final class Answers {
    /** Who asks is answered within this and, with many members, a random part of {@link #SPREAD} for each. */
    static final Duration DELAY = Duration.ofMillis(2);

    static final Duration SPREAD = Duration.ofMillis(1);
    static final Duration LONGEST = Duration.ofMillis(500);

    /** From one answer to the next, at least, in units of the spread: with 100 members 200 ms. */
    static final int GAP = 2;

    private final ClusterRuntime runtime;
    private final TaskLoop loop;
    private final IntSupplier known;
    private final Runnable announce;
    private TaskLoop.@Nullable Timer next;
    private long lastToldNanos;

    Answers(ClusterRuntime runtime, TaskLoop loop, IntSupplier known, Runnable announce) {
        this.runtime = runtime;
        this.loop = loop;
        this.known = known;
        this.announce = announce;
        this.lastToldNanos =
                runtime.time().nanoTime() - LONGEST.multipliedBy(GAP).toNanos();
    }

    /** The longest random part of an answer's delay when so many may answer. */
    static Duration spread(int members) {
        return Duration.ofNanos(Math.min(SPREAD.toNanos() * members, LONGEST.toNanos()));
    }

    /**
     * Somebody asked.
     *
     * @param few how many it asked; 0 if all
     */
    void asked(int few) {
        if (next != null) {
            return;
        }
        long spread = spread(few == 0 ? known.getAsInt() : few).toNanos();
        long sinceLast = runtime.time().nanoTime() - lastToldNanos;
        long delay = DELAY.toNanos()
                + Math.max(0, GAP * spread - sinceLast)
                + (long) (spread * runtime.random().nextDouble());
        next = loop.schedule(Duration.ofNanos(delay), () -> {
            next = null;
            announce.run();
        });
    }

    /** Whether somebody waits for an answer. */
    boolean isDue() {
        return next != null;
    }

    /** Tags and properties are just told to all: that answers, too. */
    void toldAll() {
        cancel();
        lastToldNanos = runtime.time().nanoTime();
    }

    /**
     * Whether there is no need to repeat, so long afterwards, what was told: an answer did it since, or is about to.
     */
    boolean makeNeedless(Duration delay) {
        return isDue() || runtime.time().nanoTime() - lastToldNanos < delay.toNanos() / 2;
    }

    void cancel() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
