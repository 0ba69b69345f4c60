package io.clusterkit.boot.client;

import io.clusterkit.member.Member;
import io.clusterkit.query.QueryOutcome;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one asked member answered, or why it did not.
 *
 * @param member the member as it was when it was asked
 * @param status how the query ended for it; {@link QueryOutcome.Status#FAILED FAILED}, too, if what it answered can't be
 *     read
 * @param value what it answered; null unless {@link #isAnswered}, and if the answer is empty
 * @param error why there is no value, or null if it answered
 * @param cause why the answer could not be read, or null if that is not the reason
 * @param protocol id of the protocol by which the answer came, else of the last one by which the query was sent, or
 *     null if none was
 * @param elapsed from asking to this end
 * @param <T> what members answer
 */
public record Answer<T>(
        Member member,
        QueryOutcome.Status status,
        @Nullable T value,
        @Nullable String error,
        @Nullable Throwable cause,
        @Nullable String protocol,
        Duration elapsed) {

    /** Whether it answered, and not with an error. */
    public boolean isAnswered() {
        return status == QueryOutcome.Status.ANSWERED;
    }

    /** The value; empty if there is none. */
    public Optional<T> toOptional() {
        return Optional.ofNullable(value);
    }

    /** {@code sid@hid TIMED_OUT (no answer in time)}. */
    String inShort() {
        return member.uuid() + " " + status + (error == null ? "" : " (" + error + ")");
    }
}
