package io.clusterkit.boot.client;

/** A client whose answers nobody can read; in a package that no test's application searches. */
public interface InvalidClient {
    @ClusterQuery("invalid")
    Thread ask();
}
