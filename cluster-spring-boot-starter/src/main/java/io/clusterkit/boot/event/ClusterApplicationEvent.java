package io.clusterkit.boot.event;

import io.clusterkit.Cluster;
import org.springframework.context.ApplicationEvent;

/**
 * Something happened in the cluster. For methods with {@code @EventListener} and for {@code ApplicationListener} beans.
 *
 * <p>Published one after another, in the order in which the member learned of it, on the application's
 * {@code applicationTaskExecutor}; on a thread of the member if there is none or if it takes no more tasks because the
 * context is closing. A listener may block; later events wait.
 */
public abstract class ClusterApplicationEvent extends ApplicationEvent {
    private static final long serialVersionUID = 1L;

    ClusterApplicationEvent(Cluster cluster) {
        super(cluster);
    }

    /** The member that tells. */
    public final Cluster getCluster() {
        return (Cluster) getSource();
    }
}
