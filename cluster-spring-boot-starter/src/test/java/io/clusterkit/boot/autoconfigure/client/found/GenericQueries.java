package io.clusterkit.boot.autoconfigure.client.found;

import io.clusterkit.boot.client.ClusterQuery;

/** No client: nobody says what T is. */
public interface GenericQueries<T> {
    @ClusterQuery("quote")
    T quote(String symbol);
}
