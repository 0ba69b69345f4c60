package io.clusterkit.boot.handler;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.query.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Where the arguments of a method come from: one source for each parameter, chosen by its annotation or its type.
 * Immutable.
 *
 * @param <C> what the method is called for
 */
final class Arguments<C> {
    /** What stands in these is the cluster's own and never a payload: who asks for it where it is not given is mistaken. */
    private static final Set<String> OWN_PACKAGES = Stream.of(
                    Cluster.class,
                    QueryHandler.class,
                    HookPoint.class,
                    Member.class,
                    Packet.class,
                    Protocol.class,
                    Query.class)
            .map(Class::getPackageName)
            .collect(Collectors.toUnmodifiableSet());

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

    /** Whether it is one of the cluster's own types, which are never read from a payload. */
    static boolean isOwn(Class<?> type) {
        return OWN_PACKAGES.contains(type.getPackageName());
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
        private @Nullable Function<C, Map<String, String>> headers;

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

        /** Parameters with {@link ClusterHeader} get these. */
        Binder<C> giveHeaders(Function<C, Map<String, String>> headers) {
            this.headers = headers;
            return this;
        }

        /** Finds a source for each parameter. */
        Arguments<C> bind(ClusterMethod method) {
            List<Source<C>> sources = new ArrayList<>();
            Set<Object> given = new HashSet<>();
            List<MethodParameter> parameters = method.parameters();
            for (int i = 0; i < parameters.size(); i++) {
                MethodParameter parameter = parameters.get(i);
                ResolvableType type = method.parameterType(i);
                Source<C> source = header(method, parameter, type);
                if (source == null) {
                    source = byType.get(type.toClass());
                    Object kind = type.toClass();
                    if (source == null) {
                        source = payloadAs(type, parameter.isOptional());
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
                }
                sources.add(source);
            }
            return new Arguments<>(sources);
        }

        private @Nullable Source<C> header(ClusterMethod method, MethodParameter parameter, ResolvableType type) {
            MergedAnnotation<ClusterHeader> annotation =
                    MergedAnnotations.from(parameter.getParameterAnnotations()).get(ClusterHeader.class);
            if (!annotation.isPresent()) {
                return null;
            }
            Function<C, Map<String, String>> headers = this.headers;
            if (headers == null) {
                throw method.invalid("it asks for a header, and none is given here", remedy());
            }
            HeaderArgument argument = new HeaderArgument(method, parameter, type, annotation);
            return call -> argument.from(headers.apply(call));
        }

        private @Nullable Source<C> payloadAs(ResolvableType type, boolean mayBeNull) {
            PayloadConverter converter = this.converter;
            Function<C, Payload> payload = this.payload;
            if (converter == null || payload == null || (isOwn(type.toClass()) && type.toClass() != Payload.class)) {
                return null;
            }
            PayloadArgument argument = PayloadArgument.of(converter, type, mayBeNull);
            return argument == null ? null : call -> argument.from(payload.apply(call));
        }

        private String remedy() {
            String types = byType.keySet().stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
            String more = (payload == null
                            ? ""
                            : "the payload, as String, byte[], Payload or what the PayloadConverter can read; ")
                    + (headers == null ? "" : "headers, by @ClusterHeader; ");
            return "Give it any of these parameters, in any order, of each type one: " + more + types + ".";
        }
    }
}
