package io.clusterkit.boot.handler;

import io.clusterkit.packet.Payload;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** How a query handler's return value becomes an answer. Immutable. */
final class Answer {
    private final PayloadConverter converter;
    private final ResolvableType type;

    private Answer(PayloadConverter converter, ResolvableType type) {
        this.converter = converter;
        this.type = type;
    }

    /** The answer that a method's return type stands for. */
    static Answer of(ClusterMethod method, PayloadConverter converter) {
        ResolvableType type = method.returnType();
        if (CompletionStage.class.isAssignableFrom(type.toClass())) {
            type = type.as(CompletionStage.class).getGeneric();
        }
        if (type.toClass() == Optional.class) {
            type = type.getGeneric();
        }
        if (!isNothing(type) && type.toClass() != Payload.class && !converter.canWrite(type)) {
            throw method.invalid(
                    "its return type " + method.returnType() + " can't become an answer",
                    "Return String, byte[], Payload or nothing, an Optional of these, or a CompletionStage of all these.");
        }
        return new Answer(converter, type);
    }

    /** The answer that this value stands for. */
    CompletionStage<Payload> from(@Nullable Object returned) {
        return returned instanceof CompletionStage<?> stage
                ? stage.thenApply(this::payload)
                : CompletableFuture.completedStage(payload(returned));
    }

    private Payload payload(@Nullable Object returned) {
        Object value = returned instanceof Optional<?> optional ? optional.orElse(null) : returned;
        if (value == null || isNothing(type)) {
            return Payload.empty();
        }
        return value instanceof Payload payload ? payload : converter.write(value, type);
    }

    private static boolean isNothing(ResolvableType type) {
        return type.toClass() == void.class || type.toClass() == Void.class;
    }
}
