package io.clusterkit.boot.handler;

import io.clusterkit.packet.Payload;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/** How a query handler's return value becomes an answer. Immutable. */
final class Answer {
    private final PayloadConverter converter;
    private final ResolvableType type;

    /** Of a later answer that is no {@link CompletionStage}, as a {@code Mono}; null for others. */
    private final @Nullable ReactiveAdapter adapter;

    private Answer(PayloadConverter converter, ResolvableType type, @Nullable ReactiveAdapter adapter) {
        this.converter = converter;
        this.type = type;
        this.adapter = adapter;
    }

    /** The answer that a method's return type stands for. */
    static Answer of(ClusterMethod method, PayloadConverter converter) {
        ResolvableType type = method.returnType();
        ReactiveAdapter adapter = null;
        if (CompletionStage.class.isAssignableFrom(type.toClass())) {
            type = type.as(CompletionStage.class).getGeneric();
        } else {
            adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.toClass());
            if (adapter != null) {
                requireOneAnswer(method, adapter);
                type = adapter.isNoValue() ? ResolvableType.forClass(Void.class) : type.getGeneric();
            }
        }
        if (type.toClass() == Optional.class) {
            type = type.getGeneric();
        }
        if (!isNothing(type) && type.toClass() != Payload.class && !converter.canWrite(type)) {
            throw method.invalid(
                    "its return type " + method.returnType() + " can't become an answer",
                    "Return String, byte[], Payload, what the PayloadConverter can write, or nothing; an Optional of"
                            + " these; or a CompletionStage or Mono of all these.");
        }
        return new Answer(converter, type, adapter);
    }

    private static void requireOneAnswer(ClusterMethod method, ReactiveAdapter adapter) {
        if (adapter.isMultiValue()) {
            throw method.invalid(
                    "it returns " + method.returnType() + ", but a query has one answer",
                    "Return a Mono, of a list if need be.");
        }
    }

    /** The answer that this value stands for. */
    CompletionStage<Payload> from(@Nullable Object returned) {
        if (adapter != null && returned != null) {
            return subscribe(adapter, returned).thenApply(this::payload);
        }
        return returned instanceof CompletionStage<?> stage
                ? stage.thenApply(this::payload)
                : CompletableFuture.completedStage(payload(returned));
    }

    /** By way of the registry, so that Reactor need not be there. */
    private static CompletionStage<?> subscribe(ReactiveAdapter adapter, Object returned) {
        ReactiveAdapter toStage = ReactiveAdapterRegistry.getSharedInstance().getAdapter(CompletableFuture.class);
        if (toStage == null) {
            throw new IllegalStateException("there is no way from " + returned.getClass() + " to a CompletableFuture");
        }
        return (CompletionStage<?>) toStage.fromPublisher(adapter.toPublisher(returned));
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
