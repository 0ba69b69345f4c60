package io.clusterkit.boot.autoconfigure.health;

import io.clusterkit.Cluster;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
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
public final class ClusterHealthContributorAutoConfiguration
        extends CompositeHealthContributorConfiguration<ClusterHealthIndicator, Cluster> {
    ClusterHealthContributorAutoConfiguration() {
        super(ClusterHealthIndicator::new);
    }

    @Bean
    @ConditionalOnMissingBean(name = {"clusterHealthIndicator", "clusterHealthContributor"})
    HealthContributor clusterHealthContributor(ConfigurableListableBeanFactory beanFactory) {
        return createContributor(beanFactory, Cluster.class);
    }
}
