package io.clusterkit.boot.autoconfigure;

import io.clusterkit.Cluster;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Joins when the application can serve, drains and leaves before it stops serving: starts in the last phase, after the
 * web server, and stops in the first. Each start joins anew, so that the context may be stopped or paused, and started
 * again.
 */
final class ClusterLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ClusterLifecycle.class);

    private final Cluster cluster;
    private final Duration drainTimeout;

    ClusterLifecycle(Cluster cluster, Duration drainTimeout) {
        this.cluster = cluster;
        this.drainTimeout = drainTimeout;
    }

    @Override
    public void start() {
        cluster.start();
    }

    @Override
    public void stop() {
        // Alone there is nobody to tell.
        if (cluster.knownMembers() > 0 && drainTimeout.compareTo(Duration.ZERO) > 0) {
            drain();
        }
        cluster.close();
    }

    private void drain() {
        cluster.drain();
        try {
            cluster.drained().get(drainTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            log.info(
                    "the member leaves though after {} ms something is still under way;"
                            + " cluster.drain-timeout says how long it waits",
                    drainTimeout.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
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
