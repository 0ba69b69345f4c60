package io.clusterkit;

/** Something added to a cluster, until it is closed. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Takes it away again. May be called more than once. */
    @Override
    void close();
}
