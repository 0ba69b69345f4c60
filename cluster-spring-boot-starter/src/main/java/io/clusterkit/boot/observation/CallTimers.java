package io.clusterkit.boot.observation;

import io.clusterkit.CallObserver.Watch;
import io.clusterkit.boot.observation.ObservationListeners.Meters;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters that observations of one kind of calls lead to, without these. Name and tags are asked of the convention, once
 * for each combination that occurs. Thread-safe.
 *
 * @param <C> the context of such an observation
 * @param <T> what the call is known by when it begins
 * @param <R> its result
 */
final class CallTimers<C extends Observation.Context, T, R> {
    /**
     * As many calls are counted among those that have not ended. Events one way may be millions a second, with thousands
     * under way, and to follow each would cost more than to send it.
     */
    static final int MOST_FOLLOWED = 1024;

    /** How long it is taken for granted whether these observations are switched on. */
    private static final long SWITCH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Kind<C, T, R> kind;
    private final ObservationListeners listeners;
    private final MeterRegistry registry;
    private final Clock clock;
    private final boolean longTaskTimers;
    private final AtomicInteger followed = new AtomicInteger();
    private final Map<String, LongTaskTimer> active = new ConcurrentHashMap<>();
    private final Map<Ending, Timer> ended = new ConcurrentHashMap<>();

    private volatile @Nullable Switch last;
    private volatile @Nullable Latest latest;

    private record Switch(boolean on, long nanos) {}

    /** What the tags depend on. */
    private record Ending(String name, String outcome, String error) {
        boolean is(String name, String outcome, String error) {
            return this.outcome.equals(outcome) && this.error.equals(error) && this.name.equals(name);
        }
    }

    /** The meter of the call that ended last is as a rule that of the next one, too. */
    private record Latest(Ending ending, Timer timer) {}

    /**
     * A kind of calls.
     *
     * @param name of a call, as it is in tags; the same for all if they have none
     */
    record Kind<C extends Observation.Context, T, R>(
            ObservationConvention<C> convention,
            Function<T, C> context,
            Result<C, R> result,
            Outcome<R> outcome,
            Function<T, String> name) {}

    /** Puts a result into a context. */
    interface Result<C, R> {
        void put(C context, R result);
    }

    /** How a call ended, as it is in tags. */
    interface Outcome<R> {
        String of(@Nullable R result, @Nullable Throwable failure);
    }

    CallTimers(Kind<C, T, R> kind, ObservationListeners listeners, Meters meters) {
        this.kind = kind;
        this.listeners = listeners;
        this.registry = meters.registry();
        this.clock = registry.config().clock();
        this.longTaskTimers = meters.longTaskTimers();
        registry.config().onMeterRemoved(this::removed);
    }

    /** A call begins; null if such observations are switched off. */
    @Nullable
    Watch<R> begin(T call) {
        long now = clock.monotonicTime();
        if (!isOn(now)) {
            return null;
        }
        String name = kind.name().apply(call);
        return new Running(call, name, now, follow(name, () -> kind.context().apply(call)));
    }

    /** What the clock of the meters says. */
    long nanoTime() {
        return clock.monotonicTime();
    }

    /** Whether these observations are switched on. */
    boolean isOn(long now) {
        Switch known = last;
        if (known == null || now - known.nanos > SWITCH_NANOS) {
            known = new Switch(listeners.isEnabled(kind.convention()), now);
            last = known;
        }
        return known.on;
    }

    /** Whether they were switched on when that was looked at last. */
    boolean wasOn() {
        Switch known = last;
        return known != null && known.on;
    }

    /** How many calls are among those that have not ended; null if there are no meters of these. */
    @Nullable
    AtomicInteger followed() {
        return longTaskTimers ? followed : null;
    }

    /** Puts a call among those that have not ended; null if there is no meter of these, or enough of them in it. */
    LongTaskTimer.@Nullable Sample follow(String name, Supplier<C> context) {
        if (!longTaskTimers || followed.get() >= MOST_FOLLOWED) {
            return null;
        }
        LongTaskTimer timer = active.get(name);
        followed.incrementAndGet();
        return (timer == null ? newActive(name, context.get()) : timer).start();
    }

    /** Takes it away again. */
    void unfollow(LongTaskTimer.Sample sample) {
        sample.stop();
        followed.decrementAndGet();
    }

    /** A call has ended. */
    void record(String name, long nanos, @Nullable R result, @Nullable Throwable failure, Supplier<C> context) {
        Throwable cause = failure == null ? null : ObservationCallObserver.cause(failure);
        String outcome = kind.outcome().of(result, cause);
        String error = cause == null ? KeyValue.NONE_VALUE : cause.getClass().getSimpleName();
        Latest known = latest;
        Timer timer = known != null && known.ending.is(name, outcome, error)
                ? known.timer
                : ended(new Ending(name, outcome, error), result, cause, context);
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private LongTaskTimer newActive(String name, C context) {
        context.addLowCardinalityKeyValues(kind.convention().getLowCardinalityKeyValues(context));
        LongTaskTimer timer = registry.more().longTaskTimer(kind.convention().getName() + ".active", tags(context));
        active.put(name, timer);
        return timer;
    }

    private Timer ended(Ending ending, @Nullable R result, @Nullable Throwable failure, Supplier<C> context) {
        Timer known = ended.get(ending);
        Timer timer = known == null ? newEnded(ending, result, failure, context.get()) : known;
        latest = new Latest(ending, timer);
        return timer;
    }

    private Timer newEnded(Ending ending, @Nullable R result, @Nullable Throwable failure, C context) {
        if (result != null) {
            kind.result().put(context, result);
        }
        if (failure != null) {
            context.setError(failure);
        }
        String name = Objects.requireNonNull(kind.convention().getName());
        context.setName(name);
        context.addLowCardinalityKeyValues(kind.convention().getLowCardinalityKeyValues(context));
        Timer timer = registry.timer(name, tags(listeners.filtered(context)).and(Tag.of("error", ending.error())));
        ended.put(ending, timer);
        return timer;
    }

    private static Tags tags(Observation.Context context) {
        return Tags.of(context.getLowCardinalityKeyValues().stream()
                .map(CallTimers::tag)
                .toList());
    }

    private static Tag tag(KeyValue keyValue) {
        return Tag.of(keyValue.getKey(), keyValue.getValue());
    }

    private void removed(Meter meter) {
        active.values().remove(meter);
        ended.values().remove(meter);
        latest = null;
    }

    private final class Running implements Watch<R> {
        private final T call;
        private final String name;
        private final long beganNanos;
        private final LongTaskTimer.@Nullable Sample sample;

        Running(T call, String name, long beganNanos, LongTaskTimer.@Nullable Sample sample) {
            this.call = call;
            this.name = name;
            this.beganNanos = beganNanos;
            this.sample = sample;
        }

        @Override
        public void ended(@Nullable R result, @Nullable Throwable failure) {
            long nanos = clock.monotonicTime() - beganNanos;
            if (sample != null) {
                unfollow(sample);
            }
            record(name, nanos, result, failure, () -> kind.context().apply(call));
        }
    }
}
