package io.clusterkit.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClusterHealthContributorAutoConfigurationTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts()
            .withConfiguration(AutoConfigurations.of(
                    ClusterHealthContributorAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class));

    @Test
    void theMembersHealthIsCalledCluster() {
        contexts.run(context -> assertThat(
                        context.getBean(HealthContributorRegistry.class).getContributor("cluster"))
                .isInstanceOf(ClusterHealthIndicator.class));
    }

    @Test
    void severalMembersAreShownEachByItsName() {
        contexts.withBean("one", Cluster.class, network::create)
                .withBean("two", Cluster.class, network::create)
                .run(context -> {
                    HealthContributor contributor =
                            context.getBean(HealthContributorRegistry.class).getContributor("cluster");
                    assertThat(contributor)
                            .isInstanceOfSatisfying(
                                    CompositeHealthContributor.class, composite -> assertThat(composite.stream())
                                            .extracting(HealthContributors.Entry::name)
                                            .containsExactlyInAnyOrder("one", "two"));
                });
    }

    @Test
    void aMemberThatNeedsOthersIsDownWhileAlone() {
        contexts.withPropertyValues("cluster.health.min-members=1").run(context -> {
            @Nullable
            Health health = context.getBean(ClusterHealthIndicator.class).health();
            assertThat(health).isNotNull();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void aNumberOfMembersThatCannotBeIsRefused() {
        contexts.withPropertyValues("cluster.health.min-members=-1").run(context -> assertThat(context)
                .getFailure()
                .hasStackTraceContaining("cluster.health.min-members must be at least 0 but is -1"));
    }

    @Test
    void switchedOffThereIsNone() {
        contexts.withPropertyValues("management.health.cluster.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ClusterHealthIndicator.class));
    }

    @Test
    void withoutAMemberThereIsNone() {
        contexts.withPropertyValues("cluster.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ClusterHealthIndicator.class));
    }

    @Test
    void anOwnIndicatorIsTakenInstead() {
        contexts.withBean("clusterHealthIndicator", HealthIndicator.class, () -> () -> null)
                .run(context -> assertThat(context).doesNotHaveBean(ClusterHealthIndicator.class));
    }
}
