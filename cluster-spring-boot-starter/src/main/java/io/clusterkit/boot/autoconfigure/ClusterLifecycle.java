package io.clusterkit.boot.autoconfigure;

import io.clusterkit.Cluster;
import org.springframework.context.SmartLifecycle;

/**
 * Joins when the application can serve and leaves before it stops serving: starts in the last phase, after the web
 * server, and stops in the first. Each start joins anew, so that the context may be stopped or paused, and started
 * again.
 */
final class ClusterLifecycle implements SmartLifecycle {
    private final Cluster cluster;

    ClusterLifecycle(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void start() {
        cluster.start();
    }

    @Override
    public void stop() {
        cluster.close();
    }

    @Override
    public boolean isRunning() {
        return cluster.isStarted();
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
