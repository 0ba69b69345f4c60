package io.clusterkit.routing;

import io.clusterkit.member.Member;
import io.clusterkit.protocol.QueueFullException;
import io.clusterkit.protocol.UncertainDeliveryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a packet for one member.
 *
 * @param member who it was for
 * @param sent whether it arrived, for an event by a stream to a member that gives receipts (ours do); otherwise whether it was
 *     handed to the network, which is not yet a sign that it arrived
 * @param protocol id of the protocol that took it, or of the last one tried, or null if none could be tried
 * @param cause why it failed, or null if it was sent
 */
public record SendOutcome(
        Member member,
        boolean sent,
        @Nullable String protocol,
        @Nullable Throwable cause) {

    /** The kinds of outcomes; each is counted as {@code sends.<label>}. */
    public enum Status {
        /** As {@link SendOutcome#sent} has it. */
        SENT,
        /** A hook stopped it. */
        CANCELLED,
        /** It is larger than packets may be. */
        TOO_LARGE,
        /** The member's queue was full, and stayed so. */
        QUEUE_FULL,
        /** It may have arrived: the connection broke before that was known. */
        UNCERTAIN,
        /** No protocol took it. */
        UNREACHABLE;

        /** What precedes the label in a counter's name. */
        public static final String PREFIX = "sends.";

        private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** In lower case, with hyphens. */
        public String label() {
            return label;
        }

        static Status of(@Nullable Throwable cause) {
            if (cause instanceof PacketCancelledException) {
                return CANCELLED;
            }
            if (cause instanceof PacketTooLargeException) {
                return TOO_LARGE;
            }
            if (cause instanceof QueueFullException) {
                return QUEUE_FULL;
            }
            return cause instanceof UncertainDeliveryException ? UNCERTAIN : UNREACHABLE;
        }
    }

    /** The kind of outcome. */
    public Status status() {
        return sent ? Status.SENT : Status.of(cause);
    }
}
