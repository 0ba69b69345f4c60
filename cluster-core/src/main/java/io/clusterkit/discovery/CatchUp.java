package io.clusterkit.discovery;

import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices by the number of members that others know that this one missed an announcement, and asks who is there. Others
 * may also know more because they have not noticed yet that a member died, or because they count otherwise: asking
 * again and again would not help, so it waits longer each time, and after some times puts up with the difference for a
 * while. Owner: control loop.
 */
final class CatchUp {
    /** Beside the time that answers under way take. Others need as long to hear of who leaves. */
    static final Duration DELAY = Duration.ofMillis(300);

    /** Questions that may bring nothing, the wait doubled after each. */
    static final int ATTEMPTS = 5;

    /** How long a difference is put up with. */
    static final Duration TOLERANCE = Duration.ofMinutes(10);

    /** An answer is at most so many spreads away: its distance from the one before, and its random delay. */
    private static final int SPREADS = Answers.GAP + 1;

    private final ClusterRuntime runtime;
    private final TaskLoop loop;
    private final IntSupplier known;
    private final Runnable ask;

    private TaskLoop.@Nullable Timer timer;
    private long dueNanos;
    private long mostHeard;
    private long toleratedExcess;
    private long toleratedUntilNanos;
    private int attempts;
    private int knownAtQuestion;

    CatchUp(ClusterRuntime runtime, TaskLoop loop, IntSupplier known, Runnable ask) {
        this.runtime = runtime;
        this.loop = loop;
        this.known = known;
        this.ask = ask;
    }

    /** Another member knows so many. */
    void heard(long others) {
        if (others - known.getAsInt() <= tolerated()) {
            return;
        }
        mostHeard = Math.max(mostHeard, others);
        if (timer == null) {
            long delay = delayNanos();
            dueNanos = runtime.time().nanoTime() + delay;
            timer = loop.schedule(Duration.ofNanos(delay), this::lookAgain);
        }
    }

    /** Somebody asked all who is there: this member hears the answers too. */
    void asked() {
        if (timer != null) {
            dueNanos = runtime.time().nanoTime() + delayNanos();
        }
    }

    /** The numbers heard before mean nothing any more. */
    void memberGone() {
        cancel();
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
        timer = null;
        mostHeard = 0;
    }

    /** The longest wait for the first question when there are so many. */
    static Duration longest(int members) {
        return DELAY.plus(Answers.spread(members).multipliedBy(2L * SPREADS));
    }

    /** The random part lets one ask, and the answers that all hear keep the others from asking. */
    private long delayNanos() {
        int members = (int) Math.min(Integer.MAX_VALUE, Math.max(mostHeard, known.getAsInt()));
        long spread = Answers.spread(members).toNanos() * SPREADS;
        return ((DELAY.toNanos() + spread) << attempts)
                + (long) (spread * runtime.random().nextDouble());
    }

    private void lookAgain() {
        long left = dueNanos - runtime.time().nanoTime();
        if (left > 0) { // somebody asked since this was planned
            timer = loop.schedule(Duration.ofNanos(left), this::lookAgain);
            return;
        }
        timer = null;
        int now = known.getAsInt();
        long excess = mostHeard - now;
        mostHeard = 0;
        if (now > knownAtQuestion) {
            attempts = 0; // the last question helped, or members came by themselves
        }
        if (excess <= tolerated()) {
            return;
        }
        if (attempts == ATTEMPTS) {
            toleratedExcess = excess;
            toleratedUntilNanos = runtime.time().nanoTime() + TOLERANCE.toNanos();
            attempts = 0;
            return;
        }
        attempts++;
        knownAtQuestion = now;
        ask.run();
    }

    private long tolerated() {
        if (toleratedExcess > 0 && runtime.time().nanoTime() - toleratedUntilNanos >= 0) {
            toleratedExcess = 0;
        }
        return toleratedExcess;
    }
}
