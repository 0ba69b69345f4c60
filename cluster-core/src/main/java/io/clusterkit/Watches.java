package io.clusterkit;

import io.clusterkit.CallObserver.Laps;
import io.clusterkit.CallObserver.Scope;
import io.clusterkit.CallObserver.Stopwatch;
import io.clusterkit.CallObserver.Watch;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.RateLimitedLog;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Tells the observer, if there is one, and keeps its failures from the calls. Thread-safe. */
final class Watches {
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private static final Watch<Object> NONE = (result, failure) -> {};

    private final @Nullable CallObserver observer;
    private final Counters counters;
    private final RateLimitedLog log;

    Watches(@Nullable CallObserver observer, TimeSource time, Counters counters) {
        this.observer = observer;
        this.counters = counters;
        this.log = new RateLimitedLog(LoggerFactory.getLogger(CallObserver.class), time, LOG_INTERVAL);
    }

    /** Whether anybody looks on. */
    boolean any() {
        return observer != null;
    }

    /** Tells of a beginning; what is returned never throws, and passes on one end only. */
    <R> Watch<R> begin(Function<CallObserver, @Nullable Watch<R>> beginning) {
        CallObserver told = observer;
        if (told == null) {
            return none();
        }
        try {
            Watch<R> watch = beginning.apply(told);
            return watch == null ? none() : new Guarded<>(watch);
        } catch (RuntimeException failure) {
            failed(failure);
            return none();
        }
    }

    /** Takes the time of an event that begins now; null if the observer is to be told of it by {@link #begin}. */
    @Nullable
    Timed timeSending() {
        CallObserver told = observer;
        if (told == null) {
            return null;
        }
        try {
            Stopwatch<SendResult> stopwatch = told.timingSending();
            return stopwatch == null ? null : new Timed(stopwatch, stopwatch.nanoTime());
        } catch (RuntimeException failure) {
            failed(failure);
            return null;
        }
    }

    /** Takes the time of events that are handled from now on; null if the observer is to be told of each. */
    @Nullable
    Laps<Event> timeHandling() {
        CallObserver told = observer;
        if (told == null) {
            return null;
        }
        try {
            Laps<Event> laps = told.timingHandling();
            return laps == null ? null : new GuardedLaps(laps);
        } catch (RuntimeException failure) {
            failed(failure);
            return null;
        }
    }

    /** Nobody looks on. */
    @SuppressWarnings("unchecked") // it looks at nothing
    static <R> Watch<R> none() {
        return (Watch<R>) NONE;
    }

    private void failed(RuntimeException failure) {
        counters.increment("observers.failed");
        log.warn("the observer of calls failed", failure);
    }

    /** The moment at which calls ended together: of one thread, which looks at the clock once. */
    static final class Moment {
        private @Nullable Stopwatch<?> stopwatch;
        private long nanos;

        @SuppressWarnings("ReferenceEquality") // each has a clock of its own
        private long by(Stopwatch<?> wanted) {
            if (stopwatch != wanted) {
                stopwatch = wanted;
                nanos = wanted.nanoTime();
            }
            return nanos;
        }
    }

    /** An event whose time is taken. There are millions of these: one object each. */
    final class Timed implements Watch<SendResult> {
        private static final AtomicIntegerFieldUpdater<Timed> ENDED =
                AtomicIntegerFieldUpdater.newUpdater(Timed.class, "ended");

        private final Stopwatch<SendResult> stopwatch;
        private final long beganNanos;
        private volatile int ended;

        private Timed(Stopwatch<SendResult> stopwatch, long beganNanos) {
            this.stopwatch = stopwatch;
            this.beganNanos = beganNanos;
        }

        @Override
        public void ended(@Nullable SendResult result, @Nullable Throwable why) {
            ended(result, why, new Moment());
        }

        /** Together with others. */
        void ended(@Nullable SendResult result, @Nullable Throwable why, Moment moment) {
            if (ended != 0 || !ENDED.compareAndSet(this, 0, 1)) {
                return;
            }
            try {
                stopwatch.ended(beganNanos, moment.by(stopwatch), result, why);
            } catch (RuntimeException failure) {
                failed(failure);
            }
        }
    }

    private final class GuardedLaps implements Laps<Event> {
        private final Laps<Event> laps;

        GuardedLaps(Laps<Event> laps) {
            this.laps = laps;
        }

        @Override
        public void ended(@Nullable Event event, @Nullable Throwable why) {
            try {
                laps.ended(event, why);
            } catch (RuntimeException failure) {
                failed(failure);
            }
        }

        @Override
        public void close() {
            try {
                laps.close();
            } catch (RuntimeException failure) {
                failed(failure);
            }
        }
    }

    private final class Guarded<R> implements Watch<R> {
        private final Watch<R> watch;
        private final AtomicBoolean ended = new AtomicBoolean();

        Guarded(Watch<R> watch) {
            this.watch = watch;
        }

        @Override
        public Scope open() {
            try {
                Scope scope = watch.open();
                return () -> close(scope);
            } catch (RuntimeException failure) {
                failed(failure);
                return () -> {};
            }
        }

        @Override
        public void ended(@Nullable R result, @Nullable Throwable why) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            try {
                watch.ended(result, why);
            } catch (RuntimeException failure) {
                failed(failure);
            }
        }

        private void close(Scope scope) {
            try {
                scope.close();
            } catch (RuntimeException failure) {
                failed(failure);
            }
        }
    }
}
