package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.endpoint.ClusterEndpointAutoConfiguration;
import io.clusterkit.boot.autoconfigure.health.ClusterHealthContributorAutoConfiguration;
import io.clusterkit.boot.autoconfigure.info.ClusterInfoContributorAutoConfiguration;
import io.clusterkit.boot.autoconfigure.metrics.ClusterMetricsAutoConfiguration;
import io.clusterkit.boot.autoconfigure.observation.ClusterObservationAutoConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Modules of Boot that an application may leave out. */
class OptionalModulesTest {
    private static final String ENDPOINT = "clusterEndpoint";
    private static final String HEALTH = "clusterHealthContributor";
    private static final String METRICS = "clusterMetrics";
    private static final String INFO = "clusterInfoContributor";
    private static final String OBSERVER = "clusterObservationCallObserver";
    private static final List<String> ALL = List.of(ENDPOINT, HEALTH, METRICS, INFO, OBSERVER);

    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withUserConfiguration(AllOfTheStarter.class)
            .withBean("testNetwork", ClusterCustomizer.class, network::customizer)
            .withBean(SimpleMeterRegistry.class)
            .withBean(ObservationRegistry.class, ObservationRegistry::create)
            .withPropertyValues(
                    "management.endpoints.web.exposure.include=cluster", "management.info.cluster.enabled=true");

    @Test
    void withAllModulesThereAreTheBeansOfAll() {
        contexts.run(context -> assertThat(context.getBeanDefinitionNames()).contains(ALL.toArray(String[]::new)));
    }

    @ParameterizedTest
    @CsvSource({
        "org.springframework.boot.actuate, " + ENDPOINT + " " + INFO,
        "org.springframework.boot.health, " + HEALTH,
        "io.micrometer.core, " + METRICS,
        "io.micrometer.observation, " + OBSERVER,
        "io.micrometer.tracing, ''",
        "org.springframework.boot.micrometer, " + METRICS,
        "org.springframework.boot.micrometer.observation, ''",
        "org.springframework.boot.micrometer.tracing, ''"
    })
    void withoutAModuleTheMemberWorksWithoutWhatNeedsIt(String absent, String beans) {
        List<String> missing = List.of(beans.split(" "));
        contexts.withClassLoader(new FilteredClassLoader(absent)).run(context -> {
            assertThat(context.getBean(Cluster.class).isStarted()).isTrue();
            assertThat(context.getBeanDefinitionNames())
                    .doesNotContainAnyElementsOf(missing)
                    .contains(
                            ALL.stream().filter(bean -> !missing.contains(bean)).toArray(String[]::new));
        });
    }

    @Test
    void withoutAnyModuleTheMemberWorks() {
        contexts.withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.health",
                        "org.springframework.boot.micrometer",
                        "io.micrometer"))
                .run(context -> {
                    assertThat(context.getBean(Cluster.class).isStarted()).isTrue();
                    assertThat(context.getBeanDefinitionNames()).doesNotContainAnyElementsOf(ALL);
                });
    }

    /** Read as an application reads it: by name, so that classes that are not there do no harm. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ClusterAutoConfiguration.class,
        ClusterEndpointAutoConfiguration.class,
        ClusterHealthContributorAutoConfiguration.class,
        ClusterInfoContributorAutoConfiguration.class,
        ClusterMetricsAutoConfiguration.class,
        ClusterObservationAutoConfiguration.class
    })
    static class AllOfTheStarter {}
}
