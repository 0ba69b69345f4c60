package io.clusterkit.boot.client;

import io.clusterkit.boot.client.ClusterOperations.QuerySpec;
import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.packet.Payload;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Asks a query and makes what a method returns of it. */
@FunctionalInterface
interface Reply {
    /** What to do about a return type. */
    String REMEDY =
            "Return T for the first answer, where T is String, byte[], Payload, or what the PayloadConverter can"
                    + " read; Answer<T>; an Optional of these; Answers<T> or List<Answer<T>> for all who were asked; a"
                    + " CompletableFuture of all these; with Reactor Mono of all these, Flux<T> or Flux<Answer<T>>; or nothing.";

    @Nullable
    Object to(QuerySpec query);

    /** The way that a method's return type stands for. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is what the method returns
    static Reply of(ClientSignature signature, @Nullable String query, PayloadConverter converter) {
        ResolvableType type = signature.returnType();
        Class<?> raw = type.toClass();
        if (raw == CompletableFuture.class || raw == CompletionStage.class || raw == Future.class) {
            Shape shape = checked(type.getGeneric(), signature, converter);
            return spec -> later(spec, shape);
        }
        if (ClassUtils.isPresent("reactor.core.publisher.Flux", raw.getClassLoader())) {
            Reply reactive = ReactiveReply.of(signature, query, inner -> checked(inner, signature, converter));
            if (reactive != null) {
                return reactive;
            }
        }
        Shape shape = checked(type, signature, converter);
        return spec -> now(spec, shape);
    }

    private static @Nullable Object now(QuerySpec spec, Shape shape) {
        if (shape.isAll()) {
            return spec.all(shape.element());
        }
        try {
            return shape.of(spec.firstAnswer(shape.element()));
        } catch (NoAnswerException none) {
            return shape.ofNone(none);
        }
    }

    /** Cancelling the future ends the query. */
    @SuppressWarnings("FutureReturnValueIgnored") // of the one that passes on the end
    static CompletableFuture<?> later(QuerySpec spec, Shape shape) {
        if (shape.isAll()) {
            return spec.allAsync(shape.element());
        }
        CompletableFuture<Answer<Object>> first = spec.firstAsync(shape.element());
        CompletableFuture<@Nullable Object> shaped = first.handle(shape::ofEnd);
        shaped.whenComplete((value, failure) -> first.cancel(false)); // does nothing unless this one was cancelled
        return shaped;
    }

    private static Shape checked(ResolvableType type, ClientSignature signature, PayloadConverter converter) {
        Shape shape = Shape.of(type);
        ResolvableType element = shape.elementType();
        Class<?> raw = element.resolve();
        if (raw == null) {
            throw signature.invalid(
                    "its return type " + signature.returnType() + " does not say what members answer", REMEDY);
        }
        if (raw != void.class
                && raw != Void.class
                && raw != Payload.class
                && (holdsAnswers(element) || !converter.canRead(element))) {
            throw signature.invalid("its return type " + signature.returnType() + " can't be made of answers", REMEDY);
        }
        return shape;
    }

    private static boolean holdsAnswers(ResolvableType type) {
        Class<?> raw = type.toClass();
        if (raw == Answer.class
                || raw == Answers.class
                || raw == Optional.class
                || Future.class.isAssignableFrom(raw)
                || CompletionStage.class.isAssignableFrom(raw)
                || Flow.Publisher.class.isAssignableFrom(raw)
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw) != null) {
            return true;
        }
        for (ResolvableType generic : type.getGenerics()) {
            if (holdsAnswers(generic)) {
                return true;
            }
        }
        return false;
    }
}
