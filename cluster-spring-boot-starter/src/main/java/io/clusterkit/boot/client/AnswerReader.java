package io.clusterkit.boot.client;

import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryOutcome;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/** Makes answers of outcomes. What can't be read is a failed answer of that member alone. Immutable. */
final class AnswerReader<T> {
    private final PayloadConverter converter;
    private final ResolvableType type;

    AnswerReader(PayloadConverter converter, ParameterizedTypeReference<T> type) {
        this.converter = converter;
        this.type = ResolvableType.forType(type);
        if (!isNothing() && !isPayload() && !converter.canRead(this.type)) {
            throw new IllegalArgumentException("answers can't be read as " + this.type + "; ask for String, byte[] or"
                    + " Payload, or use a PayloadConverter that knows the type");
        }
    }

    /** The answers in the order in which the members were asked. */
    static <T> Answers<T> inOrder(Query query, Collection<Answer<T>> answers) {
        Map<MemberId, Answer<T>> byMember = answers.stream()
                .collect(Collectors.toMap(answer -> answer.member().id(), Function.identity()));
        return new Answers<>(query.asked().stream()
                .map(Member::id)
                .map(byMember::get)
                .filter(Objects::nonNull)
                .toList());
    }

    Answer<T> read(QueryOutcome outcome) {
        Payload payload = outcome.payload();
        if (payload == null) {
            return answer(outcome, outcome.status(), null, outcome.error(), null);
        }
        try {
            return answer(outcome, outcome.status(), value(payload), null, null);
        } catch (RuntimeException | LinkageError | StackOverflowError unreadable) { // else nobody would end the call
            String why = unreadable.getMessage() == null ? unreadable.toString() : unreadable.getMessage();
            String error = "its answer can't be read as " + type + ": " + why;
            return answer(outcome, QueryOutcome.Status.FAILED, null, error, unreadable);
        }
    }

    @SuppressWarnings("unchecked") // the converter reads the type that it is asked for
    private @Nullable T value(Payload payload) {
        if (isNothing()) {
            return null;
        }
        if (isPayload()) {
            return (T) payload;
        }
        try {
            Object read = converter.read(payload, type);
            if (read == null && type.toClass().isPrimitive()) {
                throw new IllegalArgumentException("it is null");
            }
            return (T) read;
        } catch (RuntimeException unreadable) {
            // What a handler answers that returns nothing: many formats have no value for it.
            if (payload.isText()
                    && payload.asText().isEmpty()
                    && !type.toClass().isPrimitive()) {
                return null;
            }
            throw unreadable;
        }
    }

    private boolean isNothing() {
        return type.toClass() == void.class || type.toClass() == Void.class;
    }

    private boolean isPayload() {
        return type.toClass() == Payload.class;
    }

    private static <T> Answer<T> answer(
            QueryOutcome outcome,
            QueryOutcome.Status status,
            @Nullable T value,
            @Nullable String error,
            @Nullable Throwable cause) {
        return new Answer<>(outcome.member(), status, value, error, cause, outcome.protocol(), outcome.elapsed());
    }
}
