package io.clusterkit.boot.event;

import io.clusterkit.Cluster;
import io.clusterkit.member.Member;
import io.clusterkit.member.Tags;

/** A member's tags changed. */
public final class MemberTagsChanged extends ClusterApplicationEvent {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as the source, it does not leave this process
    private final Member member;

    @SuppressWarnings("serial") // as the source, it does not leave this process
    private final Tags previousTags;

    public MemberTagsChanged(Cluster cluster, Member member, Tags previousTags) {
        super(cluster);
        this.member = member;
        this.previousTags = previousTags;
    }

    /** The member with its tags of now. */
    public Member getMember() {
        return member;
    }

    /** The tags it had before. */
    public Tags getPreviousTags() {
        return previousTags;
    }

    @Override
    public String toString() {
        return "MemberTagsChanged[" + member.uuid() + " " + previousTags + " -> " + member.tags() + "]";
    }
}
