package io.clusterkit.boot.event;

import io.clusterkit.Cluster;
import io.clusterkit.member.MemberId;

/**
 * This application's member has left; the last event of its stay. When the context closes it comes while all beans still
 * exist.
 */
public final class ClusterLeft extends ClusterApplicationEvent {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as the source, it does not leave this process
    private final MemberId id;

    public ClusterLeft(Cluster cluster, MemberId id) {
        super(cluster);
        this.id = id;
    }

    /** Who this member was. */
    public MemberId getId() {
        return id;
    }

    @Override
    public String toString() {
        return "ClusterLeft[" + id + "]";
    }
}
