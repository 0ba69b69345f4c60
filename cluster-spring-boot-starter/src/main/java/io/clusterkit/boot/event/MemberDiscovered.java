package io.clusterkit.boot.event;

import io.clusterkit.Cluster;
import io.clusterkit.member.Member;

/** Another member was found. */
public final class MemberDiscovered extends ClusterApplicationEvent {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as the source, it does not leave this process
    private final Member member;

    public MemberDiscovered(Cluster cluster, Member member) {
        super(cluster);
        this.member = member;
    }

    /** The member as it was when it was found. */
    public Member getMember() {
        return member;
    }

    @Override
    public String toString() {
        return "MemberDiscovered[" + member.uuid() + member.tags() + "]";
    }
}
