package io.clusterkit.boot.client;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/**
 * What a method wants of the answers, apart from when.
 *
 * @param kind how many, and with or without who answered
 * @param element what one member answers
 */
record Shape(Kind kind, ParameterizedTypeReference<Object> element) {
    enum Kind {
        /** The first good value, or an exception. */
        VALUE,
        /** The first good answer, or an exception. */
        ANSWER,
        /** The first good value, or nothing. */
        OPTIONAL_VALUE,
        /** The first good answer, or nothing. */
        OPTIONAL_ANSWER,
        /** One for each who was asked. */
        ALL
    }

    /** The shape that a type stands for, futures and the like taken off. */
    static Shape of(ResolvableType type) {
        Class<?> raw = type.toClass();
        if (raw == Answer.class) {
            return new Shape(Kind.ANSWER, element(type.getGeneric()));
        }
        if (raw == Optional.class) {
            ResolvableType inner = type.getGeneric();
            return inner.toClass() == Answer.class
                    ? new Shape(Kind.OPTIONAL_ANSWER, element(inner.getGeneric()))
                    : new Shape(Kind.OPTIONAL_VALUE, element(inner));
        }
        if (raw == Answers.class) {
            return new Shape(Kind.ALL, element(type.getGeneric()));
        }
        if ((raw == List.class || raw == Collection.class || raw == Iterable.class)
                && type.getGeneric().toClass() == Answer.class) {
            return new Shape(Kind.ALL, element(type.getGeneric().getGeneric()));
        }
        return new Shape(Kind.VALUE, element(type));
    }

    private static ParameterizedTypeReference<Object> element(ResolvableType type) {
        return ParameterizedTypeReference.forType(type.getType());
    }

    ResolvableType elementType() {
        return ResolvableType.forType(element);
    }

    boolean isAll() {
        return kind == Kind.ALL;
    }

    /** What the method returns for the first good answer. */
    @Nullable
    Object of(Answer<Object> first) {
        return switch (kind) {
            case VALUE -> first.value();
            case OPTIONAL_VALUE -> first.toOptional();
            case OPTIONAL_ANSWER -> Optional.of(first);
            case ANSWER, ALL -> first;
        };
    }

    /** What the method returns if there is no good answer. */
    Object ofNone(NoAnswerException none) {
        if (kind == Kind.OPTIONAL_VALUE || kind == Kind.OPTIONAL_ANSWER) {
            return Optional.empty();
        }
        throw none;
    }

    /** For the end of a future: the same, and every other failure stays what it is. */
    @Nullable
    Object ofEnd(@Nullable Answer<Object> first, @Nullable Throwable failure) {
        if (first != null) {
            return of(first);
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoAnswerException none) {
            return ofNone(none);
        }
        throw cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }
}
