package io.clusterkit.discovery;

import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When to answer those who ask who is there. One announcement answers all who asked before it, so while many start an
 * answer waits until nobody has asked for a moment: then each says it once, to all. They do not all speak in the same
 * moment. Nor does one answer follow another closely when there are many: members that start over some seconds ask over
 * some seconds. Owner: control loop.
 */
final class Answers {
    /** Who asks is answered within this and, with many members, a random part of {@link #SPREAD} for each. */
    static final Duration DELAY = Duration.ofMillis(2);

    static final Duration SPREAD = Duration.ofMillis(1);
    static final Duration LONGEST = Duration.ofMillis(500);

    /** Who asks alone is answered at once; of those who ask closely one after another each lets answers wait so long. */
    static final Duration QUIET = Duration.ofMillis(5);

    /** So many let it wait the longest. */
    static final int MOST_ASKERS = 8;

    /** So long after a question, and a spread longer, it is no more one of many. */
    static final Duration CLOSELY = Duration.ofMillis(8);

    /** Who asks is answered within this and what else answers keep, however many go on asking. */
    static final Duration PATIENCE = Duration.ofMillis(400);

    /** From one answer to the next, at least, in units of the spread: with 100 members 200 ms. */
    static final int GAP = 2;

    private final ClusterRuntime runtime;
    private final TaskLoop loop;
    private final IntSupplier known;
    private final Runnable announce;
    private TaskLoop.@Nullable Timer next;
    private long dueNanos;
    private long latestNanos; // nobody who asks lets the answer wait longer
    private double place; // of the answer among those of others, 0 to 1
    private long lastToldNanos;
    private long askersUntilNanos; // CLOSELY for each who asked

    Answers(ClusterRuntime runtime, TaskLoop loop, IntSupplier known, Runnable announce) {
        this.runtime = runtime;
        this.loop = loop;
        this.known = known;
        this.announce = announce;
        this.askersUntilNanos = runtime.time().nanoTime();
        this.lastToldNanos = askersUntilNanos - GAP * LONGEST.toNanos();
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
        long now = runtime.time().nanoTime();
        if (next == null) {
            place = runtime.random().nextDouble();
            long spread = spread(few == 0 ? known.getAsInt() : few).toNanos();
            long sinceLast = now - lastToldNanos;
            dueNanos = now + DELAY.toNanos() + Math.max(0, GAP * spread - sinceLast) + (long) (spread * place);
            latestNanos = dueNanos + PATIENCE.toNanos();
            answerAfter(dueNanos - now);
        }
        if (few == 0) {
            waitForOthersWhoAsk(now);
        }
    }

    private void waitForOthersWhoAsk(long now) {
        long spread = spread(known.getAsInt()).toNanos();
        long closely = CLOSELY.toNanos() + spread; // the more there are, the slower they come in
        long others = Math.min((Math.max(0, askersUntilNanos - now) + closely - 1) / closely, MOST_ASKERS);
        askersUntilNanos = now + (others + 1) * closely;
        if (others > 0) {
            long quiet = others * QUIET.toNanos() + (long) (spread * place);
            dueNanos = Math.max(dueNanos, Math.min(now + quiet, latestNanos));
        }
    }

    /**
     * Nothing is planned anew when the answer is put off, as most often it is, again and again: what was added meanwhile is
     * waited for afterwards. The clock is not asked again; it may be the application's and stand still.
     */
    private void answerAfter(long nanos) {
        long planned = dueNanos;
        next = loop.schedule(Duration.ofNanos(nanos), () -> {
            if (dueNanos - planned > 0) {
                answerAfter(dueNanos - planned);
            } else {
                next = null;
                announce.run();
            }
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
