package io.clusterkit.boot.event;

import io.clusterkit.Cluster;
import io.clusterkit.member.MemberId;

/** This application's member joined; the first event of its stay. Others are found from now on. */
public final class ClusterJoined extends ClusterApplicationEvent {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as the source, it does not leave this process
    private final MemberId id;

    public ClusterJoined(Cluster cluster, MemberId id) {
        super(cluster);
        this.id = id;
    }

    /** Who this member is until it leaves. */
    public MemberId getId() {
        return id;
    }

    @Override
    public String toString() {
        return "ClusterJoined[" + id + "]";
    }
}
