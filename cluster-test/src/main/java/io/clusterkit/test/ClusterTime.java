package io.clusterkit.test;

/** How time goes by for the members of a {@link TestCluster}. */
public enum ClusterTime {
    /** The system's time, with threads as in production. */
    REAL,

    /**
     * Time that stands still until the test moves it ({@link TestCluster#advance}); everything runs on the thread that
     * does. With one seed a test's history is always the same. Handlers must not block.
     */
    STEPPED
}
