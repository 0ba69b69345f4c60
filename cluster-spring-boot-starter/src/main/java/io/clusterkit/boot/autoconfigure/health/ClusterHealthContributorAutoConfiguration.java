package io.clusterkit.boot.autoconfigure.health;

import io.clusterkit.Cluster;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import io.clusterkit.boot.autoconfigure.InvalidClusterPropertyException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for {@link ClusterHealthIndicator}. */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Cluster.class)
@ConditionalOnEnabledHealthIndicator("cluster")
@EnableConfigurationProperties(ClusterHealthProperties.class)
public final class ClusterHealthContributorAutoConfiguration
        extends CompositeHealthContributorConfiguration<ClusterHealthIndicator, Cluster> {
    ClusterHealthContributorAutoConfiguration(ClusterHealthProperties properties) {
        super(cluster -> new ClusterHealthIndicator(cluster, minMembers(properties)));
    }

    private static int minMembers(ClusterHealthProperties properties) {
        int minMembers = properties.getMinMembers();
        if (minMembers < 0) {
            throw new InvalidClusterPropertyException(
                    "cluster.health.min-members",
                    minMembers,
                    "cluster.health.min-members must be at least 0 but is " + minMembers,
                    "Change 'cluster.health.min-members', or remove it to use the default, 0.",
                    new IllegalArgumentException(String.valueOf(minMembers)));
        }
        return minMembers;
    }

    @Bean
    @ConditionalOnMissingBean(name = {"clusterHealthIndicator", "clusterHealthContributor"})
    HealthContributor clusterHealthContributor(ConfigurableListableBeanFactory beanFactory) {
        return createContributor(beanFactory, Cluster.class);
    }
}
