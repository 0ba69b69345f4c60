package io.clusterkit.boot.observation;

import io.clusterkit.CallObserver.Laps;
import io.clusterkit.CallObserver.Stopwatch;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.observation.Observation;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the meters of events in as little time as can be: there may be a million each second, and what they have in common
 * is not done for each. Thread-safe.
 *
 * @param <C> the context of an observation of such an event
 * @param <R> what comes of an event
 */
final class EventTimers<C extends Observation.Context, R> implements Stopwatch<R> {
    /** Of the events under way at the same time so many are followed in any case, and then each {@link #EACH}th. */
    static final int FOLLOWED_AT_ONCE = 32;

    static final int EACH = 64;

    /** As a tag; events have none. */
    private static final String NAME = "";

    /** By so much a long task timer may show an event that is handled older than it is. */
    private static final long YOUNG_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final CallTimers<C, ?, R> timers;
    private final Supplier<C> context;
    private int begun; // by any thread: it does not matter if some are not counted

    /**
     * Timers of events of one kind.
     *
     * @param context of no event in particular
     */
    EventTimers(CallTimers<C, ?, R> timers, Supplier<C> context) {
        this.timers = timers;
        this.context = context;
    }

    /** For an event that begins; null if it is to be looked at by itself, or if that is not known. */
    @Nullable
    Stopwatch<R> stopwatch() {
        return timers.wasOn() && !isToFollow() ? this : null;
    }

    /** A long task timer has all that it follows in a sorted set, which costs as much as sending the event. */
    private boolean isToFollow() {
        AtomicInteger followed = timers.followed();
        if (followed == null) {
            return false;
        }
        int now = followed.get();
        return now < FOLLOWED_AT_ONCE || (now < CallTimers.MOST_FOLLOWED && ++begun % EACH == 0);
    }

    @Override
    public long nanoTime() {
        return timers.nanoTime();
    }

    @Override
    public void ended(long beganNanos, long endedNanos, @Nullable R result, @Nullable Throwable failure) {
        timers.isOn(endedNanos); // looks again if it is time to
        timers.record(NAME, endedNanos - beganNanos, result, failure, context);
    }

    /** For events that are handled one after the other from now on; null if these are switched off. */
    @Nullable
    Laps<R> laps() {
        long now = timers.nanoTime();
        return timers.isOn(now) ? new Run(now) : null;
    }

    /** One is under way all the time, so the long task timer need not be told of each. */
    private final class Run implements Laps<R> {
        private long beganNanos;
        private long followedNanos;
        private LongTaskTimer.@Nullable Sample sample;

        Run(long now) {
            this.beganNanos = now;
            this.followedNanos = now;
            this.sample = timers.follow(NAME, context);
        }

        @Override
        public void ended(@Nullable R result, @Nullable Throwable failure) {
            long now = timers.nanoTime();
            timers.record(NAME, now - beganNanos, result, failure, context);
            beganNanos = now;
            if (now - followedNanos > YOUNG_NANOS) {
                close();
                followedNanos = now;
                sample = timers.follow(NAME, context);
            }
        }

        @Override
        public void close() {
            if (sample != null) {
                timers.unfollow(sample);
                sample = null;
            }
        }
    }
}
