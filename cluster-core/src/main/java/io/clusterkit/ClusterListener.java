package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.member.Tags;

/** Told of members. Called on a handler thread, one call after another; may block. */
public interface ClusterListener {
    /** A member was found. */
    default void memberDiscovered(Member member) {}

    /** A member's tags changed. */
    default void memberTagsChanged(Member member, Tags before) {}

    /** A member is gone; its state says whether it left or was lost. */
    default void memberLost(Member member) {}
}
