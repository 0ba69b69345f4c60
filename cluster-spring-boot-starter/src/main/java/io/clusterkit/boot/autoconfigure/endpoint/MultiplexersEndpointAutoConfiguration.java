package io.clusterkit.boot.autoconfigure.endpoint;

import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.boot.autoconfigure.multiplexer.MultiplexersAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for {@link MultiplexersEndpoint}. */
@AutoConfiguration(after = MultiplexersAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(Multiplexers.class)
@ConditionalOnAvailableEndpoint(MultiplexersEndpoint.class)
public final class MultiplexersEndpointAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    MultiplexersEndpoint multiplexersEndpoint(Multiplexers multiplexers) {
        return new MultiplexersEndpoint(multiplexers);
    }
}
