package io.clusterkit.boot.handler;

import io.clusterkit.packet.Payload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Where the arguments of a method come from: one source for each parameter, chosen by its type. Immutable.
 *
 * @param <C> what the method is called for
 */
final class Arguments<C> {
    private final List<Source<C>> sources;

    private Arguments(List<Source<C>> sources) {
        this.sources = List.copyOf(sources);
    }

    /** The arguments for one call. */
    @Nullable
    Object[] of(C call) {
        @Nullable Object[] arguments = new @Nullable Object[sources.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = sources.get(i).from(call);
        }
        return arguments;
    }

    /** One argument of a call. */
    @FunctionalInterface
    interface Source<C> {
        @Nullable
        Object from(C call);
    }

    /** Collects what a kind of methods can be given. */
    static final class Binder<C> {
        private final Map<Class<?>, Source<C>> byType = new LinkedHashMap<>();
        private @Nullable PayloadConverter converter;
        private @Nullable Function<C, Payload> payload;

        /** A parameter of exactly this type gets this. */
        Binder<C> give(Class<?> type, Source<C> source) {
            byType.put(type, source);
            return this;
        }

        /** One parameter of a type that the converter can read gets the payload. */
        Binder<C> givePayload(PayloadConverter converter, Function<C, Payload> payload) {
            this.converter = converter;
            this.payload = payload;
            return this;
        }

        /** Finds a source for each parameter. */
        Arguments<C> bind(ClusterMethod method) {
            List<Source<C>> sources = new ArrayList<>();
            Set<Object> given = new HashSet<>();
            for (ResolvableType type : method.parameterTypes()) {
                Source<C> source = byType.get(type.toClass());
                Object kind = type.toClass();
                if (source == null) {
                    source = payloadAs(type);
                    kind = Payload.class;
                }
                if (source == null) {
                    throw method.invalid("nothing can be given for its parameter of type " + type, remedy());
                }
                if (!given.add(kind)) {
                    throw method.invalid(
                            kind == Payload.class
                                    ? "it has more than one parameter for the payload"
                                    : "it has more than one parameter of type " + type,
                            remedy());
                }
                sources.add(source);
            }
            return new Arguments<>(sources);
        }

        private @Nullable Source<C> payloadAs(ResolvableType type) {
            PayloadConverter converter = this.converter;
            Function<C, Payload> payload = this.payload;
            if (converter == null || payload == null) {
                return null;
            }
            if (type.toClass() == Payload.class) {
                return payload::apply;
            }
            return converter.canRead(type) ? call -> converter.read(payload.apply(call), type) : null;
        }

        private String remedy() {
            String types = byType.keySet().stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
            return "Give it any of these parameters, each at most once, in any order: "
                    + (payload == null ? types : "the payload as String, byte[] or Payload; " + types) + ".";
        }
    }
}
