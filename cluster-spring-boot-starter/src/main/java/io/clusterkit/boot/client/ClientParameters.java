package io.clusterkit.boot.client;

import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.client.ClusterOperations.QuerySpec;
import io.clusterkit.boot.handler.HeaderConversions;
import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import io.clusterkit.registry.Resolver;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.convert.TypeDescriptor;

/** Where a method's arguments go: one place for each, chosen by its type. Immutable. */
final class ClientParameters {
    private static final String REMEDY =
            "Give it any of these parameters, each at most once, in any order: the payload,"
                    + " as String, byte[], Payload, or what the PayloadConverter can write; Resolver, Member or a"
                    + " Collection<Member>; Duration, the timeout; headers, by @ClusterHeader.";

    private final ClientSignature signature;
    private final HeaderConversions headers;
    private final List<Place> places = new ArrayList<>();

    ClientParameters(ClientSignature signature, PayloadConverter converter, HeaderConversions headers) {
        this.signature = signature;
        this.headers = headers;
        Set<String> taken = new HashSet<>();
        List<ResolvableType> types = signature.parameterTypes();
        for (int i = 0; i < types.size(); i++) {
            MergedAnnotation<ClusterHeader> header = signature.header(i);
            Place place = header.isPresent() ? header(header, i, types.get(i)) : place(types.get(i), converter);
            if (!taken.add(place.what())) {
                throw signature.invalid("it has more than one parameter for " + place.what(), REMEDY);
            }
            places.add(place);
        }
    }

    /** Puts the arguments into the query. */
    void give(@Nullable Object[] arguments, QuerySpec query) {
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument == null && !places.get(i).mayBeNull()) {
                throw new IllegalArgumentException(signature + ": the argument '" + signature.parameterName(i) + "', "
                        + places.get(i).what() + ", is null");
            }
            places.get(i).take().accept(query, argument);
        }
    }

    private Place header(MergedAnnotation<ClusterHeader> annotation, int index, ResolvableType type) {
        String given = signature.text("the header's name", annotation.getString("name"));
        if (given.isEmpty() && type.toClass() == Map.class) {
            return allHeaders(type);
        }
        String name = given.isEmpty() ? signature.parameterName(index) : given;
        String text = annotation.getString("defaultValue");
        String byDefault = text.equals(ClusterHeader.NO_DEFAULT) ? null : signature.text("defaultValue", text);
        boolean mayBeNull = !annotation.getBoolean("required") || signature.isOptional(index) || byDefault != null;
        TypeDescriptor sentAs =
                signature.headerType(index, type.toClass() == Optional.class ? type.getGeneric() : type);
        if (!headers.canWrite(sentAs)) {
            throw signature.invalid(
                    "its header \"" + name + "\" can't be made of " + sentAs.getResolvableType(),
                    "Give it as String, or add a bean of type Converter<…, String> to the application.");
        }
        return new Place("the header \"" + name + "\"", mayBeNull, (query, argument) -> {
            Object value = argument instanceof Optional<?> optional ? optional.orElse(null) : argument;
            String sent = value == null ? byDefault : headers.write(value, sentAs);
            if (sent != null) {
                query.header(name, sent);
            }
        });
    }

    private Place allHeaders(ResolvableType type) {
        if (type.getGeneric(0).resolve(String.class) != String.class
                || type.getGeneric(1).resolve(String.class) != String.class) {
            throw signature.invalid("all headers can't be given as " + type, "Give them as Map<String, String>.");
        }
        return new Place("all headers", true, (query, argument) -> {
            if (argument instanceof Map<?, ?> headers) {
                headers.forEach((name, value) -> query.header(String.valueOf(name), String.valueOf(value)));
            }
        });
    }

    private Place place(ResolvableType type, PayloadConverter converter) {
        Class<?> raw = type.toClass();
        if (raw == Duration.class) {
            return new Place("the timeout", true, (query, argument) -> {
                if (argument instanceof Duration timeout) {
                    query.timeout(timeout);
                }
            });
        }
        if (raw == Resolver.class) {
            return asked(Resolver.class, QuerySpec::to);
        }
        if (raw == Member.class) {
            return asked(Member.class, QuerySpec::to);
        }
        if (Iterable.class.isAssignableFrom(raw) && Member.class == elementOf(type)) {
            return asked(Iterable.class, (query, members) -> query.to(membersOf(members)));
        }
        if (raw == Member[].class) {
            return asked(Member[].class, (query, members) -> query.to(List.of(members)));
        }
        if (raw != Payload.class && (type.resolve() == null || !converter.canWrite(type))) {
            throw signature.invalid("its parameter of type " + type + " can't become a payload", REMEDY);
        }
        Type written = type.getType();
        return new Place("the payload", true, (query, argument) -> query.payload(argument, written));
    }

    private static <A> Place asked(Class<A> type, BiConsumer<QuerySpec, A> take) {
        return new Place(
                "who is asked",
                false,
                (query, argument) -> take.accept(query, type.cast(Objects.requireNonNull(argument))));
    }

    private static @Nullable Class<?> elementOf(ResolvableType type) {
        ResolvableType element = type.as(Iterable.class).getGeneric();
        return element.resolve();
    }

    private static Collection<Member> membersOf(Iterable<?> members) {
        List<Member> list = new ArrayList<>();
        members.forEach(member -> list.add((Member) member));
        return list;
    }

    @FunctionalInterface
    private interface Take {
        void accept(QuerySpec query, @Nullable Object argument);
    }

    private record Place(String what, boolean mayBeNull, Take take) {}
}
