package io.clusterkit.boot.autoconfigure.cloud;

import io.clusterkit.Cluster;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.core.publisher.Flux;

/**
 * Auto-configuration for members as Spring Cloud's service instances: a {@link DiscoveryClient}, a
 * {@link ReactiveDiscoveryClient} if WebFlux is there, and this application as an instance once its web server listens.
 */
@AutoConfiguration(
        after = ClusterAutoConfiguration.class,
        beforeName = {
            "org.springframework.cloud.client.CommonsClientAutoConfiguration",
            "org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration",
            "org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration",
            "org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration"
        })
@ConditionalOnClass(DiscoveryClient.class)
@ConditionalOnSingleCandidate(Cluster.class)
@ConditionalOnDiscoveryEnabled
@ConditionalOnBooleanProperty(name = "cluster.discovery.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ClusterDiscoveryProperties.class)
public final class ClusterDiscoveryClientAutoConfiguration {
    @Bean
    DiscoveryEvents clusterDiscoveryEvents(Cluster cluster, ApplicationEventPublisher publisher) {
        return new DiscoveryEvents(cluster, publisher);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "cluster.discovery.register", matchIfMissing = true)
    ServiceRegistration clusterServiceRegistration(
            Cluster cluster, ClusterDiscoveryProperties properties, Environment environment) {
        return new ServiceRegistration(cluster, properties, environment);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBlockingDiscoveryEnabled
    static class BlockingConfiguration {
        @Bean
        @ConditionalOnMissingBean
        ClusterDiscoveryClient clusterDiscoveryClient(Cluster cluster, ClusterDiscoveryProperties properties) {
            return new ClusterDiscoveryClient(cluster, properties.getOrder());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Flux.class)
    @ConditionalOnReactiveDiscoveryEnabled
    static class ReactiveConfiguration {
        @Bean
        @ConditionalOnMissingBean
        ClusterReactiveDiscoveryClient clusterReactiveDiscoveryClient(
                Cluster cluster, ClusterDiscoveryProperties properties) {
            return new ClusterReactiveDiscoveryClient(cluster, properties.getOrder());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebServerInitializedEvent.class)
    @ConditionalOnBooleanProperty(name = "cluster.discovery.register", matchIfMissing = true)
    static class WebServerConfiguration {
        @Bean
        WebServerPorts clusterWebServerPorts(ServiceRegistration registration) {
            return new WebServerPorts(registration);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(LoadBalancerCacheManager.class)
    static class LoadBalancerConfiguration {
        @Bean
        static UncachedInstances clusterUncachedInstances() {
            return new UncachedInstances();
        }
    }
}
