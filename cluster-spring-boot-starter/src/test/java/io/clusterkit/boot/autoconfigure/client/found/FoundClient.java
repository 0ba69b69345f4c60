package io.clusterkit.boot.autoconfigure.client.found;

import io.clusterkit.boot.client.ClusterClient;
import io.clusterkit.boot.client.ClusterQuery;

@ClusterClient("${found.tag:quotes}")
public interface FoundClient extends FoundBase {
    @ClusterQuery("quote")
    String quote(String symbol);
}
