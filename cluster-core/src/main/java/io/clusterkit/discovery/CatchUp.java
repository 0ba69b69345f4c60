package io.clusterkit.discovery;

import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices by the number of members that others know that this one missed an announcement, and asks who is there. Others
 * may also know more because they have not noticed yet that a member died, or because they count otherwise: asking
 * again and again would not help, so it waits longer each time, and after some times puts up with the difference until
 * members come or go. Owner: control loop.
 */
final class CatchUp {
    /** Longer than answers that are under way take, and than others need to hear of who leaves. */
    static final Duration DELAY = Duration.ofMillis(700);

    /** Random part for each member known: so one asks, and the answers that all hear keep the others from asking. */
    static final Duration SPREAD = Duration.ofMillis(5);

    static final Duration LONGEST_SPREAD = Duration.ofSeconds(2);

    /** Questions that may bring nothing, the wait doubled after each. */
    static final int ATTEMPTS = 5;

    private final ClusterRuntime runtime;
    private final TaskLoop loop;
    private final MemberRegistry registry;
    private final Runnable ask;

    private TaskLoop.@Nullable Timer timer;
    private long mostHeard;
    private long toleratedExcess;
    private int attempts;
    private int knownAtQuestion;

    CatchUp(ClusterRuntime runtime, TaskLoop loop, MemberRegistry registry, Runnable ask) {
        this.runtime = runtime;
        this.loop = loop;
        this.registry = registry;
        this.ask = ask;
    }

    /** Another member knows so many. */
    void heard(long known) {
        if (known - known() <= toleratedExcess) {
            return;
        }
        mostHeard = Math.max(mostHeard, known);
        if (timer == null) {
            begin();
        }
    }

    /** Somebody asked all who is there: this member hears the answers too. */
    void asked() {
        if (timer != null) {
            timer.cancel();
            begin();
        }
    }

    /** The numbers heard before mean nothing any more. */
    void memberGone() {
        cancel();
        toleratedExcess = 0;
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
        timer = null;
        mostHeard = 0;
    }

    private void begin() {
        long spread = Math.min(SPREAD.toNanos() * (known() + 1), LONGEST_SPREAD.toNanos());
        long delay = (DELAY.toNanos() << attempts)
                + (long) (spread * runtime.random().nextDouble());
        timer = loop.schedule(Duration.ofNanos(delay), this::lookAgain);
    }

    private void lookAgain() {
        timer = null;
        long excess = mostHeard - known();
        mostHeard = 0;
        if (known() > knownAtQuestion) {
            attempts = 0; // the last question helped, or members came by themselves
            toleratedExcess = 0;
        }
        if (excess <= toleratedExcess) {
            return;
        }
        if (attempts == ATTEMPTS) {
            toleratedExcess = excess;
            attempts = 0;
            return;
        }
        attempts++;
        knownAtQuestion = known();
        ask.run();
    }

    private int known() {
        return registry.snapshot().size();
    }
}
