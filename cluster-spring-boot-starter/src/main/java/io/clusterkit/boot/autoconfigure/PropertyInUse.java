package io.clusterkit.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** A property that is set, with where. */
record PropertyInUse(String name, Object value, @Nullable Origin origin) {
    /** The property as it is used; null if it is not set. */
    static @Nullable PropertyInUse find(@Nullable Environment environment, String name) {
        if (environment instanceof ConfigurableEnvironment configurable) {
            ConfigurationPropertyName searched = ConfigurationPropertyName.of(name);
            for (ConfigurationPropertySource source :
                    ConfigurationPropertySources.from(configurable.getPropertySources())) {
                ConfigurationProperty found = source.getConfigurationProperty(searched);
                if (found != null) {
                    return new PropertyInUse(name, found.getValue(), found.getOrigin());
                }
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "'" + name + "' has the value '" + value + "'" + (origin == null ? "" : " (from " + origin + ")");
    }
}
