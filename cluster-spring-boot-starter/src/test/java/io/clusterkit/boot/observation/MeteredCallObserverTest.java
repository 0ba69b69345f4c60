package io.clusterkit.boot.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.CallObserver;
import io.clusterkit.CallObserver.Laps;
import io.clusterkit.CallObserver.Stopwatch;
import io.clusterkit.CallObserver.Watch;
import io.clusterkit.Event;
import io.clusterkit.OutgoingCall;
import io.clusterkit.QueryRequest;
import io.clusterkit.SendResult;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryResult;
import io.clusterkit.routing.SendOutcome;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationRegistry.ObservationConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MeteredCallObserverTest {
    private static final Member MEMBER = new Member(
            new MemberId("aaaaaaaa", "02:00"),
            "127.0.0.1",
            true,
            MemberState.ALIVE,
            Tags.none(),
            List.of("t"),
            Map.of(),
            Instant.EPOCH);
    private static final SendOutcome SENT = new SendOutcome(MEMBER, true, "t", null);
    private static final SendOutcome NOT_SENT = new SendOutcome(MEMBER, false, null, new IOException("no route"));

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final ObservationRegistry registry = ObservationRegistry.create();

    private final ApplicationContextRunner boot = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class,
                    ObservationAutoConfiguration.class));

    private MeteredCallObserver metered(ObservationHandler<?>... handlers) {
        List.of(handlers).forEach(registry.observationConfig()::observationHandler);
        return new MeteredCallObserver(observer(registry));
    }

    private static ObservationCallObserver observer(ObservationRegistry registry) {
        return new ObservationCallObserver(registry, new BoundedNames(2));
    }

    @Test
    void theMetersAreThoseOfObservations() {
        SimpleMeterRegistry observed = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        ObservationRegistry ofObserved = ObservationRegistry.create();
        ofObserved.observationConfig().observationHandler(new DefaultMeterObservationHandler(observed));
        callsOfAllKinds(observer(ofObserved));

        MeteredCallObserver shortcut = metered(new DefaultMeterObservationHandler(meters));
        callsOfAllKinds(shortcut);

        assertThat(shortcut.isMetersOnly()).isTrue();
        assertThat(figures(meters)).isEqualTo(figures(observed)).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(BootSetting.class)
    void inAnApplicationTheMetersAreThoseOfObservations(BootSetting setting) {
        ApplicationContextRunner set = boot.withPropertyValues(setting.property);
        Map<String, Object> observed = new TreeMap<>();
        set.run(context -> {
            callsOfAllKinds(observer(context.getBean(ObservationRegistry.class)));
            observed.putAll(figures(context.getBean(MeterRegistry.class)));
        });
        set.run(context -> {
            MeteredCallObserver shortcut =
                    new MeteredCallObserver(observer(context.getBean(ObservationRegistry.class)));
            assertThat(shortcut.isMetersOnly()).isTrue();
            callsOfAllKinds(shortcut);
            assertThat(figures(context.getBean(MeterRegistry.class)).keySet()).isEqualTo(observed.keySet());
        });
    }

    enum BootSetting {
        NOTHING("spring.application.name=none"),
        NO_LONG_TASK_TIMERS("management.observations.long-task-timer.enabled=false"),
        NO_EVENTS("management.observations.enable.cluster.events=false"),
        KEY_VALUES("management.observations.key-values.region=eu"),
        COMMON_TAGS("management.metrics.tags.region=eu"),
        NO_METERS("management.metrics.enable.cluster=false");

        final String property;

        BootSetting(String property) {
            this.property = property;
        }
    }

    @Test
    void timesAreThoseOfTheRegistrysClock() {
        Watch<Event> watch =
                begun(metered(new DefaultMeterObservationHandler(meters)).handling(event()));
        clock.add(Duration.ofMillis(300));
        LongTaskTimer active = meters.get("cluster.events.received.active").longTaskTimer();
        assertThat(active.activeTasks()).isOne();
        assertThat(active.duration(TimeUnit.MILLISECONDS)).isEqualTo(300);

        watch.ended(event(), null);

        assertThat(active.activeTasks()).isZero();
        assertThat(meters.get("cluster.events.received").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(300);
    }

    @Test
    void onlySoManyCallsAreFollowedButAllAreTimed() {
        MeteredCallObserver observer = metered(new DefaultMeterObservationHandler(meters));
        int calls = CallTimers.MOST_FOLLOWED + 10;
        List<Watch<SendResult>> watches = IntStream.range(0, calls)
                .mapToObj(i -> begun(observer.sending(event(null))))
                .toList();
        LongTaskTimer active = meters.get("cluster.events.sent.active").longTaskTimer();
        assertThat(active.activeTasks()).isEqualTo(CallTimers.MOST_FOLLOWED);

        watches.forEach(watch -> watch.ended(new SendResult(List.of(SENT)), null));

        assertThat(active.activeTasks()).isZero();
        assertThat(meters.get("cluster.events.sent").timer().count()).isEqualTo(calls);
        Watch<SendResult> next = begun(observer.sending(event(null)));
        assertThat(active.activeTasks()).isOne();
        next.ended(null, null);
    }

    @Test
    void eventsOfWhichOnlyTheTimeIsTakenLeadToTheSameMeters() {
        RuntimeException failure = new IllegalStateException("no price");
        SimpleMeterRegistry each = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        ObservationRegistry ofEach = ObservationRegistry.create();
        ofEach.observationConfig().observationHandler(new DefaultMeterObservationHandler(each));
        List<SendResult> results = List.of(
                new SendResult(List.of(SENT)),
                new SendResult(List.of(SENT)),
                new SendResult(List.of(SENT, NOT_SENT)),
                new SendResult(List.of(NOT_SENT)));
        results.forEach(result -> send(observer(ofEach), result, null));
        send(observer(ofEach), null, failure);
        handle(observer(ofEach), null);
        handle(observer(ofEach), failure);
        handle(observer(ofEach), null);

        MeteredCallObserver observer = metered(new DefaultMeterObservationHandler(meters));
        Stopwatch<SendResult> stopwatch = stopwatch(observer);
        long began = stopwatch.nanoTime();
        results.forEach(result -> stopwatch.ended(began, began, result, null));
        stopwatch.ended(began, began, null, failure);
        try (Laps<Event> laps = begun(observer.timingHandling())) {
            laps.ended(event(), null);
            laps.ended(event(), failure);
            laps.ended(event(), null);
        }

        Map<String, Object> figures = figures(meters);
        assertThat(figures.keySet()).isEqualTo(figures(each).keySet());
        figures.keySet().removeIf(name -> name.contains(".active")); // of those that stopwatch(...) left open
        assertThat(figures(each)).containsAllEntriesOf(figures);
        assertThat(figures).hasSizeGreaterThan(15);
    }

    @Test
    void whatComesAfterManyEventsUnderWayIsFollowedNowAndThen() {
        MeteredCallObserver observer = metered(new DefaultMeterObservationHandler(meters));
        List<Watch<SendResult>> followed = new ArrayList<>();
        int calls = EventTimers.FOLLOWED_AT_ONCE + 10 * EventTimers.EACH;
        for (int i = 0; i < calls; i++) {
            if (observer.timingSending() == null) {
                followed.add(begun(observer.sending(event(null))));
            }
        }
        LongTaskTimer active = meters.get("cluster.events.sent.active").longTaskTimer();
        assertThat(active.activeTasks()).isEqualTo(followed.size()).isEqualTo(EventTimers.FOLLOWED_AT_ONCE + 10);

        followed.forEach(watch -> watch.ended(new SendResult(List.of(SENT)), null));
        assertThat(active.activeTasks()).isZero();
        assertThat(observer.timingSending()).as("the next one is followed").isNull();
    }

    @Test
    void theTimeOfAStopwatchIsThatOfTheRegistrysClock() {
        Stopwatch<SendResult> stopwatch = stopwatch(metered(new DefaultMeterObservationHandler(meters)));
        long began = stopwatch.nanoTime();
        clock.add(Duration.ofMillis(300));

        stopwatch.ended(began, stopwatch.nanoTime(), new SendResult(List.of(SENT)), null);

        assertThat(meters.get("cluster.events.sent").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(300);
    }

    @Test
    void anEventThatIsHandledInARowIsActiveForAsLongAsItTakes() {
        MeteredCallObserver observer = metered(new DefaultMeterObservationHandler(meters));
        Laps<Event> laps = begun(observer.timingHandling());
        LongTaskTimer active = meters.get("cluster.events.received.active").longTaskTimer();
        clock.add(Duration.ofMillis(300));
        assertThat(active.activeTasks()).isOne();
        assertThat(active.duration(TimeUnit.MILLISECONDS)).isEqualTo(300);

        laps.ended(event(), null);
        assertThat(active.activeTasks()).isOne();
        assertThat(active.duration(TimeUnit.MILLISECONDS)).isZero();
        clock.add(Duration.ofMillis(5));
        laps.ended(event(), null);
        laps.close();

        assertThat(active.activeTasks()).isZero();
        Timer timer = meters.get("cluster.events.received").timer();
        assertThat(timer.count()).isEqualTo(2);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(305);
        assertThat(timer.max(TimeUnit.MILLISECONDS)).isEqualTo(300);
    }

    @Test
    void eventsAreNotTimedByThemselvesWhenSomebodyTakesPartOrTheyAreSwitchedOff() {
        MeteredCallObserver observer = metered(new DefaultMeterObservationHandler(meters));
        assertThat(stopwatch(observer)).isNotNull();
        registry.observationConfig().observationHandler(new ToldHandler());
        assertThat(observer.timingSending()).isNull();
        assertThat(observer.timingHandling()).isNull();

        boot.withPropertyValues(BootSetting.NO_EVENTS.property).run(context -> {
            MeteredCallObserver off = new MeteredCallObserver(observer(context.getBean(ObservationRegistry.class)));
            assertThat(off.timingSending()).isNull();
            assertThat(off.sending(event(null))).isNull();
            assertThat(off.timingSending()).isNull();
            assertThat(off.timingHandling()).isNull();
        });
    }

    /** With as many events under way as are followed at once. */
    private static Stopwatch<SendResult> stopwatch(MeteredCallObserver observer) {
        Stopwatch<SendResult> stopwatch = observer.timingSending();
        for (int i = 0; stopwatch == null && i <= EventTimers.FOLLOWED_AT_ONCE; i++) {
            begun(observer.sending(event(null)));
            stopwatch = observer.timingSending();
        }
        return Objects.requireNonNull(stopwatch);
    }

    @Test
    void aMeterThatWasRemovedComesAnew() {
        MeteredCallObserver observer = metered(new DefaultMeterObservationHandler(meters));
        begun(observer.handling(event())).ended(event(), null);

        meters.clear();
        begun(observer.handling(event())).ended(event(), null);

        assertThat(meters.get("cluster.events.received").timer().count()).isOne();
        assertThat(meters.find("cluster.events.received.active").longTaskTimer())
                .isNotNull();
    }

    @ParameterizedTest
    @MethodSource("participants")
    void whoeverTakesPartLaterIsToldOfAllCallsFromThenOn(Consumer<ObservationConfig> joins) {
        MeteredCallObserver observer = metered(new DefaultMeterObservationHandler(meters));
        begun(observer.handling(event())).ended(event(), null);
        assertThat(observer.isMetersOnly()).isTrue();

        joins.accept(registry.observationConfig());

        assertThat(observer.isMetersOnly()).isFalse();
        Watch<Event> watch = begun(observer.handling(event()));
        try (CallObserver.Scope scope = watch.open()) {
            assertThat(scope).isNotNull();
            assertThat(registry.getCurrentObservation()).isNotNull();
        }
        watch.ended(event(), null);
        assertThat(meters.find("cluster.events.received").timers().stream()
                        .mapToLong(timer -> timer.count())
                        .sum())
                .isEqualTo(2);
    }

    static Stream<Arguments> participants() {
        return Stream.of(
                participant("handler", config -> config.observationHandler(new ToldHandler())),
                participant(
                        "filter",
                        config -> config.observationFilter(
                                context -> context.addLowCardinalityKeyValue(KeyValue.of("region", "eu")))),
                participant("predicate", config -> config.observationPredicate((name, context) -> true)),
                participant("convention", config -> config.observationConvention(new OwnConvention())));
    }

    private static Arguments participant(String name, Consumer<ObservationConfig> joins) {
        return Arguments.argumentSet(name, joins);
    }

    @Test
    void aHandlerBesideThatOfMetersIsToldOfEachCall() {
        ToldHandler told = new ToldHandler();
        CallObserver observer =
                metered(new FirstMatchingCompositeObservationHandler(new DefaultMeterObservationHandler(meters)), told);

        callsOfAllKinds(observer);

        assertThat(told.names)
                .contains(
                        "cluster.queries.asked",
                        "cluster.queries.handled",
                        "cluster.events.sent",
                        "cluster.events.received");
    }

    @Test
    void theHandlerOfMetersIsFoundBehindOthersThatPassOn() {
        assertThat(metered(new FirstMatchingCompositeObservationHandler(
                                new DefaultMeterObservationHandler(meters, IgnoredMeters.LONG_TASK_TIMER)))
                        .isMetersOnly())
                .isTrue();
    }

    @Test
    void anotherHandlerOfMetersIsAskedItself() {
        DefaultMeterObservationHandler own = new DefaultMeterObservationHandler(meters) {
            @Override
            public void onStop(Observation.Context context) {
                context.addLowCardinalityKeyValue(KeyValue.of("own", "yes"));
                super.onStop(context);
            }
        };
        MeteredCallObserver observer = metered(own);

        begun(observer.handling(event())).ended(event(), null);

        assertThat(observer.isMetersOnly()).isFalse();
        assertThat(meters.get("cluster.events.received")
                        .tag("own", "yes")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void anOwnConventionIsAsked() {
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        ObservationCallObserver observer = observer(registry);
        observer.setEventReceiverConvention(new DefaultsWithAName());

        begun(new MeteredCallObserver(observer).handling(event())).ended(event(), null);

        assertThat(meters.get("own.events").timer().count()).isOne();
    }

    private static final class DefaultsWithAName extends DefaultClusterEventReceiverObservationConvention {
        @Override
        public String getName() {
            return "own.events";
        }
    }

    @Test
    void aRegistryOfAnotherKindIsObserved() {
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        ObservationRegistry own = new ObservationRegistry() {
            @Override
            public @Nullable Observation getCurrentObservation() {
                return registry.getCurrentObservation();
            }

            @Override
            public Observation.@Nullable Scope getCurrentObservationScope() {
                return registry.getCurrentObservationScope();
            }

            @Override
            public void setCurrentObservationScope(Observation.@Nullable Scope current) {
                registry.setCurrentObservationScope(current);
            }

            @Override
            public ObservationConfig observationConfig() {
                return registry.observationConfig();
            }
        };
        assertThat(new MeteredCallObserver(observer(own)).isMetersOnly()).isFalse();
    }

    @Test
    void fieldsThatAreReadMayBeReadInANativeImage() {
        RuntimeHints hints = new RuntimeHints();
        AotServices.factories().load(RuntimeHintsRegistrar.class).stream()
                .filter(ObservationListenersHints.class::isInstance)
                .forEach(each -> each.registerHints(hints, getClass().getClassLoader()));

        ObservationListenersHints.CONFIG_FIELDS.forEach(
                field -> assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(ObservationConfig.class, field))
                        .accepts(hints));
        ObservationListenersHints.HANDLER_FIELDS.forEach(field -> assertThat(
                        RuntimeHintsPredicates.reflection().onFieldAccess(DefaultMeterObservationHandler.class, field))
                .accepts(hints));
    }

    private static void callsOfAllKinds(CallObserver observer) {
        RuntimeException failure = new IllegalStateException("no price");
        for (String name : new String[] {"quote", "other-quote", "third", null}) {
            ask(observer, name, new QueryResult("1", List.of(outcome(QueryOutcome.Status.ANSWERED))), null);
            answer(observer, name, Payload.of("42"), null);
        }
        ask(observer, "quote", new QueryResult("1", List.of()), null);
        ask(
                observer,
                "quote",
                new QueryResult(
                        "1", List.of(outcome(QueryOutcome.Status.ANSWERED), outcome(QueryOutcome.Status.TIMED_OUT))),
                null);
        ask(observer, "quote", new QueryResult("1", List.of(outcome(QueryOutcome.Status.TIMED_OUT))), null);
        ask(observer, "quote", null, failure);
        answer(observer, "quote", null, new CompletionException(failure));
        answer(observer, "quote", null, new CompletionException(new CompletionException(failure)));
        send(observer, new SendResult(List.of(SENT)), null);
        send(observer, new SendResult(List.of(SENT)), null);
        send(observer, new SendResult(List.of(SENT, NOT_SENT)), null);
        send(observer, new SendResult(List.of(NOT_SENT)), null);
        send(observer, null, failure);
        handle(observer, null);
        handle(observer, failure);
    }

    private static void ask(
            CallObserver observer, @Nullable String name, @Nullable QueryResult result, @Nullable Throwable failure) {
        end(observer.asking(event(name)), result, failure);
    }

    private static void answer(
            CallObserver observer, @Nullable String name, @Nullable Payload answer, @Nullable Throwable failure) {
        QueryRequest request = new QueryRequest(name, MEMBER, 0, "1", "t", Payload.empty(), Map.of());
        end(observer.answering(request), answer, failure);
    }

    private static void send(CallObserver observer, @Nullable SendResult result, @Nullable Throwable failure) {
        end(observer.sending(event(null)), result, failure);
    }

    private static void handle(CallObserver observer, @Nullable Throwable failure) {
        end(observer.handling(event()), event(), failure);
    }

    private static <R> void end(@Nullable Watch<R> watch, @Nullable R result, @Nullable Throwable failure) {
        if (watch != null) {
            watch.ended(result, failure);
        }
    }

    private static <T> T begun(@Nullable T watch) {
        return Objects.requireNonNull(watch);
    }

    private static OutgoingCall event(@Nullable String name) {
        return new OutgoingCall(name, 0, List.of(MEMBER));
    }

    private static Event event() {
        return new Event(MEMBER, 0, null, Payload.of("news"), Map.of());
    }

    private static QueryOutcome outcome(QueryOutcome.Status status) {
        return new QueryOutcome(MEMBER, status, null, null, "t", Duration.ZERO);
    }

    /** Names, types, tags and counts. */
    private static Map<String, Object> figures(MeterRegistry registry) {
        Map<String, Object> figures = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            if (meter.getId().getName().startsWith("cluster.")) {
                meter.measure()
                        .forEach(each -> figures.put(
                                meter.getId().getType() + " " + meter.getId() + " " + each.getStatistic(),
                                each.getValue()));
            }
        }
        return figures;
    }

    private static final class ToldHandler implements ObservationHandler<Observation.Context> {
        final List<String> names = new ArrayList<>();

        @Override
        public void onStop(Observation.Context context) {
            names.add(String.valueOf(context.getName()));
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private static final class OwnConvention implements GlobalObservationConvention<Observation.Context> {
        @Override
        public KeyValues getLowCardinalityKeyValues(Observation.Context context) {
            return KeyValues.empty();
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return false;
        }
    }
}
