package io.clusterkit.hook;

/**
 * The places on a packet's way, and in a member's life, where user code may step in. In brackets the name of the
 * original (tcl-cluster 1.1.8, README, hooks).
 */
public enum HookPoint {
    /** A packet arrived that is for this member, before anything is done with it [evaluate receive]. */
    RECEIVE(Kind.PACKET, true),
    /** A packet is about to be encoded, whoever it is for [evaluate send]. */
    SEND(Kind.PACKET, false),
    /** A packet arrived on a channel [channel receive N]. */
    CHANNEL_RECEIVE(Kind.PACKET, true),
    /** A packet is about to be sent on a channel [channel send N]. */
    CHANNEL_SEND(Kind.PACKET, false),
    /** A packet arrived by a protocol [protocol P receive]. */
    PROTOCOL_RECEIVE(Kind.PACKET, true),
    /** A packet is about to be sent by a protocol, once for each try [protocol P send]. */
    PROTOCOL_SEND(Kind.PACKET, true),
    /** A packet is about to be multicast [broadcast]. */
    BROADCAST(Kind.PACKET, false),
    /** An event is about to be handled [event]. */
    EVENT(Kind.PACKET, false),
    /** A query is about to be answered [query]; an exception becomes the error answer. */
    QUERY(Kind.PACKET, true),
    /** A packet's sender is about to be looked up; cancelling ignores the packet [service evaluate]. */
    MEMBER_EVALUATE(Kind.PACKET, true),
    /** A packet came from a known member; cancelling ignores the packet [service validate]. */
    MEMBER_VALIDATE(Kind.PACKET, true),
    /** A member was discovered; its tags and properties are known, or a second has passed [service discovered]. */
    MEMBER_DISCOVERED(Kind.MEMBER, false),
    /** A member left or was lost [service lost]. */
    MEMBER_LOST(Kind.MEMBER, false),
    /** A member's tags changed [tags changed]. */
    TAGS_CHANGED(Kind.MEMBER, false);

    /** What a hook at a point gets. */
    public enum Kind {
        /** A packet, which it may replace or stop. */
        PACKET,
        /** A member, which it may look at. */
        MEMBER
    }

    private final Kind kind;
    private final boolean protocolSettled;

    HookPoint(Kind kind, boolean protocolSettled) {
        this.kind = kind;
        this.protocolSettled = protocolSettled;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the protocol of the packet is known here; a scope that names protocols covers nothing elsewhere. */
    public boolean isProtocolSettled() {
        return protocolSettled;
    }
}
