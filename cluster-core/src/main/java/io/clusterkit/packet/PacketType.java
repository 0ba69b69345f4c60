package io.clusterkit.packet;

import java.util.Optional;

/**
 * The kinds of packets, with their codes on the wire (tcl-cluster 1.1.8, cluster-payloads.tcl).
 */
public enum PacketType {
    /** The sender leaves: multicast, with tags and known. */
    DISCONNECT(0),
    /** The sender lives: multicast each interval, or unicast as the answer to a discovery. */
    HEARTBEAT(1),
    /** The sender joined and asks who is there: multicast. */
    DISCOVERY(2),
    /** Members the sender could not reach are asked to show themselves: multicast, data is a list of sids. */
    PING(3),
    /** A question: unicast, or multicast with a filter. */
    QUERY(4),
    /** The answer to a query, or its error: unicast. */
    RESPONSE(5),
    /** A message without an answer: unicast, or multicast with a filter. */
    EVENT(6),
    /** Replaces all protocol properties of the sender by data. */
    FLUSH(7),
    /** Tells the receiver that some of its protocols failed for the sender. */
    FAILURE(8),
    /**
     * Ours, not the original's, which ignores it: timestamp says how many events of this connection have arrived. Goes
     * only over streams to members that announce {@code receipts} with the protocol's properties.
     */
    RECEIPT(9);

    private static final PacketType[] BY_CODE = values();

    private final int code;

    PacketType(int code) {
        this.code = code;
    }

    /** The code on the wire. */
    public int code() {
        return code;
    }

    /** The type with this code, or empty if there is none. */
    public static Optional<PacketType> ofCode(long code) {
        return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[(int) code]) : Optional.empty();
    }
}
