package io.clusterkit.boot.autoconfigure.jackson;

import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import io.clusterkit.boot.handler.JacksonPayloadConverter;
import io.clusterkit.boot.handler.PayloadConverter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration for payloads in JSON: by the application's {@link JsonMapper} if it has one, or by a plain one.
 */
@AutoConfiguration(before = ClusterAutoConfiguration.class)
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBooleanProperty(name = "cluster.enabled", matchIfMissing = true)
public final class ClusterJacksonAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(PayloadConverter.class)
    JacksonPayloadConverter clusterPayloadConverter(ObjectProvider<JsonMapper> mapper) {
        return new JacksonPayloadConverter(mapper.getIfUnique(
                () -> JsonMapper.builder().findAndAddModules().build()));
    }
}
