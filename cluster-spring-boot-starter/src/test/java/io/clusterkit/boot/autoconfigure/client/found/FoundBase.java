package io.clusterkit.boot.autoconfigure.client.found;

import io.clusterkit.boot.client.ClusterQuery;

/** No client of its own: another one extends it. */
public interface FoundBase {
    @ClusterQuery("base")
    String base();
}
