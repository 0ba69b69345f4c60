package io.clusterkit.boot.autoconfigure.client;

import io.clusterkit.Cluster;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import io.clusterkit.boot.client.ClusterClient;
import io.clusterkit.boot.client.ClusterClientFactoryBean;
import io.clusterkit.boot.client.ClusterClients;
import io.clusterkit.boot.client.ClusterOperations;
import io.clusterkit.boot.client.ClusterTemplate;
import io.clusterkit.boot.client.EnableClusterClients;
import io.clusterkit.boot.handler.HeaderConversions;
import io.clusterkit.boot.handler.PayloadConverter;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration for {@link ClusterTemplate} and for the {@link ClusterClient} interfaces in the application's
 * packages. These are not searched if there are clients already, by {@link EnableClusterClients}.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnSingleCandidate(Cluster.class)
public final class ClusterClientAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(ClusterOperations.class)
    ClusterTemplate clusterTemplate(Cluster cluster, PayloadConverter converter) {
        return new ClusterTemplate(cluster, converter);
    }

    @Bean
    @ConditionalOnMissingBean
    ClusterClients clusterClients(
            ClusterOperations operations, PayloadConverter converter, ConfigurableListableBeanFactory beanFactory) {
        return new ClusterClients(
                operations, converter, new EmbeddedValueResolver(beanFactory), HeaderConversions.of(beanFactory));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(ClusterClientFactoryBean.class)
    @Import(AutoConfiguredClusterClientsRegistrar.class)
    static class AutoConfiguredClients {}
}
