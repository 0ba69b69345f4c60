package io.clusterkit.boot.autoconfigure.multiplexer;

import io.clusterkit.multiplexer.Multiplexer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration for this application's {@link Multiplexers}, which open last and close first, with the filter beans.
 * They need no cluster: {@code cluster.enabled} is not asked.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(Multiplexer.class)
@Conditional(OnMultiplexersCondition.class)
@EnableConfigurationProperties(MultiplexersProperties.class)
public final class MultiplexersAutoConfiguration {
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Multiplexers multiplexers(
            MultiplexersProperties properties,
            ConfigurableListableBeanFactory beanFactory,
            ObjectProvider<SslBundles> sslBundles) {
        Map<String, MultiplexerProperties> byName = properties.getMultiplexers();
        FilterBeans filters = new FilterBeans(beanFactory, byName.keySet());
        Map<String, MultiplexerFactory> factories = new LinkedHashMap<>();
        byName.forEach((name, each) ->
                factories.put(name, new MultiplexerFactory(name, each, filters, sslBundles.getIfAvailable())));
        return new Multiplexers(factories);
    }

    @Bean
    @ConditionalOnMissingBean
    MultiplexersLifecycle multiplexersLifecycle(Multiplexers multiplexers) {
        return new MultiplexersLifecycle(multiplexers);
    }
}
