package io.clusterkit.member;

/** What is known of a member's life. */
public enum MemberState {
    /** Heard within its time to live. */
    ALIVE,
    /** Could not be reached by somebody and was asked to show itself; removed soon unless it does. */
    SUSPECT,
    /** Said that it leaves. */
    LEFT,
    /** Not heard for longer than its time to live. */
    LOST
}
