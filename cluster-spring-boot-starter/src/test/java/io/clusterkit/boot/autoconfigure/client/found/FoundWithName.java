package io.clusterkit.boot.autoconfigure.client.found;

import io.clusterkit.boot.client.ClusterClient;
import io.clusterkit.boot.client.ClusterQuery;

@ClusterClient(beanName = "named")
public interface FoundWithName {
    @ClusterQuery("quote")
    String quote(String symbol);
}
