package io.clusterkit.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClusterMetricsAutoConfigurationTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts()
            .withConfiguration(AutoConfigurations.of(
                    ClusterMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class));

    @Test
    void theApplicationsRegistryHasTheMembersMeters() {
        contexts.withBean(SimpleMeterRegistry.class).run(context -> assertThat(context.getBean(MeterRegistry.class)
                        .find("cluster.members")
                        .gauges())
                .hasSize(2));
    }

    @Test
    void protocolsOfThePropertyAreToldApart() {
        contexts.withBean(SimpleMeterRegistry.class)
                .withPropertyValues("cluster.protocols=c")
                .run(context -> assertThat(context.getBean(MeterRegistry.class)
                                .find("cluster.bytes")
                                .tag("direction", "in")
                                .functionCounters())
                        .extracting(meter -> meter.getId().getTag("protocol"))
                        .containsExactlyInAnyOrder("c", "other"));
    }

    @Test
    void withoutARegistryThereAreNone() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ClusterMetricsAutoConfiguration.class))
                .withBean(Cluster.class, network::create)
                .run(context -> assertThat(context).doesNotHaveBean(ClusterMetrics.class));
    }

    @Test
    void withoutAMemberThereAreNone() {
        contexts.withBean(SimpleMeterRegistry.class)
                .withPropertyValues("cluster.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ClusterMetrics.class));
    }

    @Test
    void ownMetersAreTakenInstead() {
        ClusterMetrics own = new ClusterMetrics(network.create(), List.of());

        contexts.withBean(SimpleMeterRegistry.class)
                .withBean("own", ClusterMetrics.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(ClusterMetrics.class).isSameAs(own));
    }
}
