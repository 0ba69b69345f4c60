package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;

/** Told of this member and of others. Called on a handler thread, one call after another; may block. */
public interface ClusterListener {
    /**
     * This member joins. Called before the first {@link #memberDiscovered}.
     *
     * @param self who it is until it leaves
     */
    default void joined(MemberId self) {}

    /**
     * This member has left; called last. Leaving waits for it, but no longer than 0.5 s.
     *
     * @param self who it was
     */
    default void left(MemberId self) {}

    /** A member was found. */
    default void memberDiscovered(Member member) {}

    /** A member's tags changed. */
    default void memberTagsChanged(Member member, Tags before) {}

    /** A member is about to leave and takes no new work: no resolver means it any more. */
    default void memberDraining(Member member) {}

    /** A member is gone; its state says whether it left or was lost. */
    default void memberLost(Member member) {}
}
