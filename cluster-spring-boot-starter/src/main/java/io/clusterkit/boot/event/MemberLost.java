package io.clusterkit.boot.event;

import io.clusterkit.Cluster;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberState;

/** A member that was found is gone. */
public final class MemberLost extends ClusterApplicationEvent {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as the source, it does not leave this process
    private final Member member;

    public MemberLost(Cluster cluster, Member member) {
        super(cluster);
        this.member = member;
    }

    /** The member as it was last known. */
    public Member getMember() {
        return member;
    }

    /** Whether it said that it leaves; otherwise it was not heard any more. */
    public boolean hasLeft() {
        return member.state() == MemberState.LEFT;
    }

    @Override
    public String toString() {
        return "MemberLost[" + member.uuid() + member.tags() + " " + member.state() + "]";
    }
}
