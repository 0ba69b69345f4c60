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

    private record Switch(boolean on, long nanos) {}

    /** What the tags depend on. */
    private record Ending(String name, String outcome, String error) {}

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
        LongTaskTimer.Sample sample = null;
        if (longTaskTimers && followed.get() < MOST_FOLLOWED) {
            LongTaskTimer timer = active.get(name);
            followed.incrementAndGet();
            sample = (timer == null ? newActive(name, call) : timer).start();
        }
        return new Running(call, name, now, sample);
    }

    private boolean isOn(long now) {
        Switch known = last;
        if (known == null || now - known.nanos > SWITCH_NANOS) {
            known = new Switch(listeners.isEnabled(kind.convention()), now);
            last = known;
        }
        return known.on;
    }

    private LongTaskTimer newActive(String name, T call) {
        C context = kind.context().apply(call);
        context.addLowCardinalityKeyValues(kind.convention().getLowCardinalityKeyValues(context));
        LongTaskTimer timer = registry.more().longTaskTimer(kind.convention().getName() + ".active", tags(context));
        active.put(name, timer);
        return timer;
    }

    private Timer newEnded(Ending ending, T call, @Nullable R result, @Nullable Throwable failure) {
        C context = kind.context().apply(call);
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
                sample.stop();
                followed.decrementAndGet();
            }
            Throwable cause = failure == null ? null : ObservationCallObserver.cause(failure);
            Ending ending = new Ending(
                    name,
                    kind.outcome().of(result, cause),
                    cause == null ? KeyValue.NONE_VALUE : cause.getClass().getSimpleName());
            Timer timer = ended.get(ending);
            (timer == null ? newEnded(ending, call, result, cause) : timer).record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
