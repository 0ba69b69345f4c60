package io.clusterkit.boot.client;

import io.clusterkit.boot.client.ClusterOperations.QuerySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Return types of Reactor, and what it can make of its own. Only loaded if Reactor is there. */
final class ReactiveReply {
    private ReactiveReply() {}

    /** The way that a reactive type stands for, or null if it is none. */
    static @Nullable Reply of(
            ClientSignature signature, @Nullable String query, Function<ResolvableType, Shape> shapes) {
        ResolvableType type = signature.returnType();
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.toClass());
        if (adapter == null) {
            return null;
        }
        if (adapter.isNoValue()) {
            Shape nothing = shapes.apply(ResolvableType.forClass(Void.class));
            return spec -> adapter.fromPublisher(Mono.fromFuture(() -> Reply.later(spec, nothing)));
        }
        Shape shape = shapes.apply(type.getGeneric());
        if (!adapter.isMultiValue()) {
            return spec -> adapter.fromPublisher(Mono.fromFuture(() -> Reply.later(spec, shape)));
        }
        return switch (shape.kind()) {
            case VALUE -> spec -> adapter.fromPublisher(values(spec, shape.element(), query));
            case ANSWER -> spec -> adapter.fromPublisher(answers(spec, shape.element()));
            case OPTIONAL_VALUE, OPTIONAL_ANSWER, ALL ->
                throw signature.invalid("its return type " + type + " can't be made of answers", Reply.REMEDY);
        };
    }

    private static Flux<Answer<Object>> answers(QuerySpec spec, ParameterizedTypeReference<Object> element) {
        return JdkFlowAdapter.flowPublisherToFlux(spec.publisher(element));
    }

    private static Flux<Object> values(
            QuerySpec spec, ParameterizedTypeReference<Object> element, @Nullable String query) {
        return Flux.defer(() -> {
            List<Answer<Object>> seen = new ArrayList<>();
            Flux<Object> values = answers(spec, element).doOnNext(seen::add).handle((answer, sink) -> {
                Object value = answer.value();
                if (value != null) {
                    sink.next(value);
                }
            });
            return values.concatWith(Flux.defer(() -> seen.stream().anyMatch(Answer::isAnswered)
                    ? Flux.empty()
                    : Flux.error(new NoAnswerException(query, new Answers<>(seen)))));
        });
    }
}
