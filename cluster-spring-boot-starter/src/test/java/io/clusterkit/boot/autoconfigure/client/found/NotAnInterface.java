package io.clusterkit.boot.autoconfigure.client.found;

import io.clusterkit.boot.client.ClusterQuery;

/** No client: a class. */
public abstract class NotAnInterface {
    @ClusterQuery("quote")
    abstract String quote(String symbol);
}
