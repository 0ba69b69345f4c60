package io.clusterkit.boot.autoconfigure.observation;

import io.clusterkit.CallObserver;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import io.clusterkit.boot.autoconfigure.InvalidClusterPropertyException;
import io.clusterkit.boot.observation.BoundedNames;
import io.clusterkit.boot.observation.ClusterEventReceiverObservationConvention;
import io.clusterkit.boot.observation.ClusterEventSenderObservationConvention;
import io.clusterkit.boot.observation.ClusterQueryClientObservationConvention;
import io.clusterkit.boot.observation.ClusterQueryServerObservationConvention;
import io.clusterkit.boot.observation.MeteredCallObserver;
import io.clusterkit.boot.observation.ObservationCallObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the observations of queries and events. Without an {@link ObservationRegistry}, but with a
 * registry of meters, they make the timers of queries and events and nothing else.
 */
@AutoConfiguration(
        before = ClusterAutoConfiguration.class,
        // By name: an application may have the registry's class, as with Spring MVC, and none of these modules.
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "cluster.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ClusterMetricsProperties.class)
public final class ClusterObservationAutoConfiguration {
    private static final boolean METERS_PRESENT = ClassUtils.isPresent(
            "io.micrometer.core.instrument.observation.DefaultMeterObservationHandler",
            ClusterObservationAutoConfiguration.class.getClassLoader());

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ObservationRegistry.class)
    ObservationCallObserver clusterObservationCallObserver(
            ObservationRegistry registry,
            ClusterMetricsProperties properties,
            ObjectProvider<ClusterQueryClientObservationConvention> queryClient,
            ObjectProvider<ClusterQueryServerObservationConvention> queryServer,
            ObjectProvider<ClusterEventSenderObservationConvention> eventSender,
            ObjectProvider<ClusterEventReceiverObservationConvention> eventReceiver) {
        ObservationCallObserver observer = new ObservationCallObserver(registry, names(properties));
        queryClient.ifAvailable(observer::setQueryClientConvention);
        queryServer.ifAvailable(observer::setQueryServerConvention);
        eventSender.ifAvailable(observer::setEventSenderConvention);
        eventReceiver.ifAvailable(observer::setEventReceiverConvention);
        return observer;
    }

    private static BoundedNames names(ClusterMetricsProperties properties) {
        int max = properties.getMaxQueryNames();
        if (max < 0 || max > 10_000) {
            throw new InvalidClusterPropertyException(
                    "cluster.metrics.max-query-names",
                    max,
                    "cluster.metrics.max-query-names must be from 0 to 10000 but is " + max,
                    "Change 'cluster.metrics.max-query-names', or remove it to use the default, "
                            + BoundedNames.DEFAULT_MAX + ".",
                    new IllegalArgumentException(String.valueOf(max)));
        }
        return new BoundedNames(max);
    }

    /** First, so that an application's own customizer can set another observer. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ClusterCustomizer clusterObservationCustomizer(
            ObjectProvider<ObservationCallObserver> observer, ObjectProvider<ObservationRegistry> registry) {
        // A registry without handlers stays one: nobody looks on, and calls cost what they cost without it.
        return options -> {
            if (registry.stream().noneMatch(ObservationRegistry::isNoop)) {
                observer.ifAvailable(each -> options.observer(metered(each)));
            }
        };
    }

    private static CallObserver metered(ObservationCallObserver observer) {
        return METERS_PRESENT ? new MeteredCallObserver(observer) : observer;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean({ObservationRegistry.class, ObservationCallObserver.class})
    static class TimersOnlyConfiguration {
        @Bean
        ObservationCallObserver clusterObservationCallObserver(
                MeterRegistry meters, ClusterMetricsProperties properties) {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig()
                    .observationHandler(new DefaultMeterObservationHandler(meters, IgnoredMeters.LONG_TASK_TIMER));
            return new ObservationCallObserver(registry, names(properties));
        }
    }
}
