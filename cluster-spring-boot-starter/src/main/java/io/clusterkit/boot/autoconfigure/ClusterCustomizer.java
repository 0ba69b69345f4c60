package io.clusterkit.boot.autoconfigure;

import io.clusterkit.ClusterOptions;

/**
 * Changes the options of the auto-configured member, after the properties. Beans of this type are called in their
 * order.
 */
@FunctionalInterface
public interface ClusterCustomizer {
    /** Changes the options. */
    void customize(ClusterOptions.Builder options);
}
