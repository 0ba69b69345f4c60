package io.clusterkit.runtime;

import java.util.Locale;

/** Why a packet that came was not handled. A closed set: each is counted as {@code packets.dropped.<label>}. */
public enum DropReason {
    /** This member sent it itself: multicast comes back. */
    OWN,
    /** It is for others: its filter names neither this member's sid, nor its hid, nor one of its tags. */
    FILTER,
    /** It lacks a field that each packet must have. */
    INCOMPLETE,
    /** Its type is none of those known, or a hook took it away. */
    UNKNOWN_TYPE,
    /** It came from another host, and this member is on its host only. */
    OTHER_HOST,
    /** It came from another host on a channel that is for one host. */
    CHANNEL_OF_OTHER_HOST,
    /** This member is not on its channel. */
    CHANNEL,
    /** It came before this member had joined, or after it left. */
    NOT_JOINED,
    /** Its sender left a short while ago. */
    DEPARTED,
    /** It answers a query that is not open any more. */
    LATE_RESPONSE,
    /** It asks without the id that an answer needs. */
    QUERY_WITHOUT_RUID,
    /** The queue for handlers or hooks was full, and stayed so. */
    QUEUE_FULL,
    /** The control loop held too many tasks. */
    LOOP_FULL,
    /** What takes packets in failed; the log has the exception. */
    FAILURE;

    /** What precedes the label in a counter's name. */
    public static final String PREFIX = "packets.dropped.";

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** In lower case, with hyphens. */
    public String label() {
        return label;
    }
}
