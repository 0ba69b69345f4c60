package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.endpoint.ClusterEndpointAutoConfiguration;
import io.clusterkit.boot.autoconfigure.health.ClusterHealthContributorAutoConfiguration;
import io.clusterkit.boot.autoconfigure.metrics.ClusterMetricsAutoConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withUserConfiguration(AllOfTheStarter.class)
            .withBean("testNetwork", ClusterCustomizer.class, network::customizer)
            .withBean(SimpleMeterRegistry.class)
            .withPropertyValues("management.endpoints.web.exposure.include=cluster");

    @Test
    void withAllModulesThereAreEndpointHealthAndMeters() {
        contexts.run(
                context -> assertThat(context).hasBean(ENDPOINT).hasBean(HEALTH).hasBean(METRICS));
    }

    @ParameterizedTest
    @CsvSource({
        "org.springframework.boot.actuate, " + ENDPOINT,
        "org.springframework.boot.health, " + HEALTH,
        "io.micrometer.core, " + METRICS,
        "org.springframework.boot.micrometer, " + METRICS
    })
    void withoutAModuleTheMemberWorksWithoutWhatNeedsIt(String absent, String bean) {
        contexts.withClassLoader(new FilteredClassLoader(absent)).run(context -> {
            assertThat(context.getBean(Cluster.class).isStarted()).isTrue();
            assertThat(context).doesNotHaveBean(bean);
            assertThat(List.of(ENDPOINT, HEALTH, METRICS))
                    .filteredOn(other -> !other.equals(bean))
                    .allSatisfy(other -> assertThat(context).hasBean(other));
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
                    assertThat(context.getBeanDefinitionNames()).doesNotContain(ENDPOINT, HEALTH, METRICS);
                });
    }

    /** Read as an application reads it: by name, so that classes that are not there do no harm. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ClusterAutoConfiguration.class,
        ClusterEndpointAutoConfiguration.class,
        ClusterHealthContributorAutoConfiguration.class,
        ClusterMetricsAutoConfiguration.class
    })
    static class AllOfTheStarter {}
}
