package io.clusterkit.boot.autoconfigure.endpoint;

import io.clusterkit.Cluster;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.boot.autoconfigure.multiplexer.MultiplexersAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for {@link ClusterEndpoint}. */
@AutoConfiguration(after = {ClusterAutoConfiguration.class, MultiplexersAutoConfiguration.class})
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnSingleCandidate(Cluster.class)
@ConditionalOnAvailableEndpoint(ClusterEndpoint.class)
public final class ClusterEndpointAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    ClusterEndpoint clusterEndpoint(Cluster cluster, ObjectProvider<Multiplexers> multiplexers) {
        return new ClusterEndpoint(cluster, multiplexers.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ClusterEndpoint.class)
    @ConditionalOnAvailableEndpoint(endpoint = ClusterEndpoint.class, exposure = EndpointExposure.WEB)
    ClusterEndpointWebExtension clusterEndpointWebExtension(ClusterEndpoint endpoint) {
        return new ClusterEndpointWebExtension(endpoint);
    }
}
