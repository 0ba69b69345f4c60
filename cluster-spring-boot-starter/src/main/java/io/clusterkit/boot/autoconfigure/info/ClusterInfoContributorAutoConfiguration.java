package io.clusterkit.boot.autoconfigure.info;

import io.clusterkit.Cluster;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** Auto-configuration for {@link ClusterInfoContributor}; off unless {@code management.info.cluster.enabled} is set. */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnSingleCandidate(Cluster.class)
public final class ClusterInfoContributorAutoConfiguration {
    @Bean
    @ConditionalOnEnabledInfoContributor(value = "cluster", fallback = InfoContributorFallback.DISABLE)
    @ConditionalOnMissingBean
    @Order(InfoContributorAutoConfiguration.DEFAULT_ORDER)
    ClusterInfoContributor clusterInfoContributor(Cluster cluster) {
        return new ClusterInfoContributor(cluster);
    }
}
