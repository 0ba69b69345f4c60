package io.clusterkit.boot.autoconfigure.client.found;

import io.clusterkit.boot.client.ClusterQuery;

public interface FoundByMethod {
    @ClusterQuery("quote")
    String quote(String symbol);
}
