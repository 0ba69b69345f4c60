package io.clusterkit.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Shows which property has a value that can't be used, and where it is set. */
class InvalidClusterPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidClusterPropertyException> {
    private final @Nullable Environment environment;

    InvalidClusterPropertyFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidClusterPropertyException cause) {
        Origin origin = origin(cause.getProperty());
        String description = String.format(
                "The configuration property '%s' has the value '%s'%s, which can't be used:%n%n    %s",
                cause.getProperty(),
                cause.getValue(),
                origin == null ? "" : " (from " + origin + ")",
                cause.getReason());
        return new FailureAnalysis(description, cause.getRemedy(), cause);
    }

    private @Nullable Origin origin(String property) {
        if (environment instanceof ConfigurableEnvironment configurable) {
            ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
            for (ConfigurationPropertySource source :
                    ConfigurationPropertySources.from(configurable.getPropertySources())) {
                ConfigurationProperty found = source.getConfigurationProperty(name);
                if (found != null) {
                    return found.getOrigin();
                }
            }
        }
        return null;
    }
}
