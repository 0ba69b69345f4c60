package io.clusterkit.boot.autoconfigure.observation;

import io.clusterkit.boot.observation.BoundedNames;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of a member's meters and observations. */
@ConfigurationProperties("cluster.metrics")
public class ClusterMetricsProperties {
    /**
     * How many names of queries are told apart by the tag "name" of meters and spans, from 0 to 10000; all others are
     * "other".
     */
    private int maxQueryNames = BoundedNames.DEFAULT_MAX;

    public int getMaxQueryNames() {
        return maxQueryNames;
    }

    public void setMaxQueryNames(int maxQueryNames) {
        this.maxQueryNames = maxQueryNames;
    }
}
