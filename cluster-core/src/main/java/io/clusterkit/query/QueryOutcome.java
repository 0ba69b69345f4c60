package io.clusterkit.query;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a query ended for one of the members it asked.
 *
 * @param member the member as it was when it was asked
 * @param status how it ended
 * @param payload the answer, or null unless {@link Status#ANSWERED}
 * @param error why there is no answer, or null if there is one
 * @param protocol id of the protocol by which the answer came, else of the last one by which the query was sent, or
 *     null if none was
 * @param elapsed from asking to this end
 */
public record QueryOutcome(
        Member member,
        Status status,
        @Nullable Payload payload,
        @Nullable String error,
        @Nullable String protocol,
        Duration elapsed) {

    /** The ways a query can end for a member; each asked member ends in exactly one. */
    public enum Status {
        /** It answered. */
        ANSWERED,
        /** It answered with an error, or the query was stopped on its way out. */
        FAILED,
        /** It did not answer in time. */
        TIMED_OUT,
        /** The query could not be handed to any protocol. */
        UNREACHABLE,
        /** It left, or was lost, before it answered. */
        LEFT,
        /** The asker had enough answers and did not wait for this one. */
        NOT_AWAITED
    }

    /** Whether the member itself replied, be it with an answer or an error. */
    public boolean replied() {
        return status == Status.ANSWERED || status == Status.FAILED;
    }

    /** The answer as text; empty text unless {@link Status#ANSWERED}. */
    public String text() {
        return payload == null ? "" : payload.asText();
    }
}
