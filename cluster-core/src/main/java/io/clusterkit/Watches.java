package io.clusterkit;

import io.clusterkit.CallObserver.Scope;
import io.clusterkit.CallObserver.Watch;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.RateLimitedLog;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** Nobody looks on. */
    @SuppressWarnings("unchecked") // it looks at nothing
    static <R> Watch<R> none() {
        return (Watch<R>) NONE;
    }

    private void failed(RuntimeException failure) {
        counters.increment("observers.failed");
        log.warn("the observer of calls failed", failure);
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
