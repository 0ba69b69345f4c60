package io.clusterkit.boot.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import io.clusterkit.boot.autoconfigure.InvalidClusterPropertyException;
import io.clusterkit.boot.observation.BoundedNames;
import io.clusterkit.boot.observation.ClusterQueryServerContext;
import io.clusterkit.boot.observation.ClusterQueryServerObservationConvention;
import io.clusterkit.boot.observation.ObservationCallObserver;
import io.clusterkit.packet.Payload;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClusterObservationAutoConfigurationTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final Observed observed = new Observed();

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(ClusterAutoConfiguration.class, ClusterObservationAutoConfiguration.class))
            .withBean("testNetwork", ClusterCustomizer.class, network::customizer)
            .withBean(
                    "answering",
                    ClusterCustomizer.class,
                    () -> options -> options.onQuery("quote", request -> Payload.of("42")));

    private final ApplicationContextRunner observedContexts = contexts.withBean(ObservationRegistry.class, () -> {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(observed);
        return registry;
    });

    @Test
    void queriesAreObserved() {
        observedContexts.run(context -> {
            ask(context.getBean(Cluster.class));
            assertThat(observed.names).containsExactly("cluster.queries.handled");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handlersRunInTheScopeOnAnyKindOfThread(boolean virtual) {
        observedContexts
                .withPropertyValues("spring.threads.virtual.enabled=" + virtual)
                .withBean(
                        "scoped",
                        ClusterCustomizer.class,
                        () -> options -> options.onQuery("scoped", request -> {
                            Observation current = observed.registry().getCurrentObservation();
                            return Payload.of(
                                    current == null
                                            ? "none"
                                            : String.valueOf(
                                                    current.getContext().getName()));
                        }))
                .run(context -> {
                    observed.registry = context.getBean(ObservationRegistry.class);
                    Cluster asking = network.joinAndMeetOne(options -> {});
                    assertThat(asking.query("scoped").ask().await().firstAnswer())
                            .hasValueSatisfying(
                                    answer -> assertThat(answer.text()).isEqualTo("cluster.queries.handled"));
                });
    }

    @Test
    void anOwnConventionIsTakenInstead() {
        observedContexts.withBean(OwnConvention.class, OwnConvention::new).run(context -> {
            ask(context.getBean(Cluster.class));
            assertThat(observed.names).containsExactly("own");
        });
    }

    @Test
    void anOwnObserverIsTakenInstead() {
        ObservationCallObserver own = new ObservationCallObserver(ObservationRegistry.create(), new BoundedNames(0));
        observedContexts
                .withBean("own", ObservationCallObserver.class, () -> own)
                .run(context -> assertThat(context)
                        .getBean(ObservationCallObserver.class)
                        .isSameAs(own));
    }

    @Test
    void aRegistryWithoutHandlersCostsNothing() {
        contexts.withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> {
                    ask(context.getBean(Cluster.class));
                    assertThat(observed.names).isEmpty();
                });
    }

    @Test
    void withARegistryOfMetersOnlyThereAreTimers() {
        contexts.withBean(SimpleMeterRegistry.class).run(context -> {
            ask(context.getBean(Cluster.class));
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("cluster.queries.handled")
                            .tags("name", "quote", "outcome", "answered")
                            .timer()
                            .count())
                    .isOne();
        });
    }

    @Test
    void withoutAnyRegistryThereIsNoObserver() {
        contexts.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ObservationCallObserver.class));
    }

    @Test
    void withoutAMemberThereIsNoObserver() {
        observedContexts.withPropertyValues("cluster.enabled=false").run(context -> assertThat(context)
                .doesNotHaveBean(ObservationCallObserver.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.micrometer",
                "io.micrometer.core",
                "io.micrometer.tracing",
                "org.springframework.boot.micrometer",
                "org.springframework.boot.micrometer.observation"
            })
    void withoutAModuleTheMemberWorks(String absent) {
        contexts.withClassLoader(new FilteredClassLoader(absent)).run(context -> {
            assertThat(context).hasNotFailed();
            ask(context.getBean(Cluster.class));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10_001})
    void aBoundThatCannotBeIsRefused(int bound) {
        observedContexts
                .withPropertyValues("cluster.metrics.max-query-names=" + bound)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(String.valueOf(bound))
                        .satisfies(root -> assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(InvalidClusterPropertyException.class.getName())
                                .hasStackTraceContaining("cluster.metrics.max-query-names")));
    }

    @Test
    void namesBeyondTheBoundAreOne() {
        BoundedNames names = new BoundedNames(2);
        assertThat(List.of(names.tag("a"), names.tag("b"), names.tag("c"), names.tag("a")))
                .containsExactly("a", "b", "other", "a");
        assertThat(names.tag(null)).isEqualTo("none");
    }

    /** Else every application with Spring MVC, which has the registry's class, is warned of what it lacks. */
    @Test
    void modulesThatMayBeAbsentAreNamedAndNotReferredTo() {
        AutoConfiguration annotation = ClusterObservationAutoConfiguration.class.getAnnotation(AutoConfiguration.class);

        assertThat(annotation.after()).isEmpty();
        assertThat(annotation.afterName())
                .containsExactly(
                        ObservationAutoConfiguration.class.getName(),
                        MetricsAutoConfiguration.class.getName(),
                        CompositeMeterRegistryAutoConfiguration.class.getName());
    }

    private void ask(Cluster answering) throws InterruptedException {
        Cluster asking = network.joinAndMeetOne(options -> {});
        await().until(() -> answering.members().size() == 1);
        assertThat(asking.query("quote").ask().await().answers()).hasSize(1);
    }

    private static final class OwnConvention implements ClusterQueryServerObservationConvention {
        @Override
        public String getName() {
            return "own";
        }

        @Override
        public KeyValues getLowCardinalityKeyValues(ClusterQueryServerContext context) {
            return KeyValues.empty();
        }
    }

    private static final class Observed implements ObservationHandler<Observation.Context> {
        final List<String> names = new CopyOnWriteArrayList<>();
        private ObservationRegistry registry = ObservationRegistry.NOOP;

        ObservationRegistry registry() {
            return registry;
        }

        @Override
        public void onStop(Observation.Context context) {
            names.add(String.valueOf(context.getName()));
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}
