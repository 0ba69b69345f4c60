package io.clusterkit.boot.client;

import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import io.clusterkit.registry.Resolver;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** What queries and events have in common. */
abstract class TemplateCall<S extends ClusterOperations.CallSpec<S>> implements ClusterOperations.CallSpec<S> {
    /** Has at least one of no words, which nobody has. */
    private static final Resolver NOBODY = Resolver.all().some();

    final PayloadConverter converter;

    @Nullable
    Resolver resolver;

    List<Member> members = List.of();
    Payload payload = Payload.empty();
    final Map<String, String> headers = new LinkedHashMap<>();

    @Nullable
    Long channel;

    String @Nullable [] protocols;

    @Nullable
    String id;

    TemplateCall(PayloadConverter converter) {
        this.converter = converter;
    }

    abstract S self();

    @Override
    public S to(String... words) {
        return to(Resolver.words(List.of(words)));
    }

    @Override
    public S to(Resolver resolver) {
        this.resolver = resolver;
        this.members = List.of();
        return self();
    }

    @Override
    public S to(Member member) {
        return to(List.of(member));
    }

    @Override
    public S to(Collection<Member> members) {
        this.members = List.copyOf(members);
        this.resolver = this.members.isEmpty() ? NOBODY : null;
        return self();
    }

    @Override
    public S payload(@Nullable Object payload) {
        return payload == null ? payload(null, Object.class) : payload(payload, ResolvableType.forInstance(payload));
    }

    @Override
    public S payload(@Nullable Object payload, Type type) {
        return payload(payload, ResolvableType.forType(type));
    }

    private S payload(@Nullable Object value, ResolvableType type) {
        if (value == null) {
            payload = Payload.empty();
        } else if (value instanceof Payload asItIs) {
            payload = asItIs;
        } else if (converter.canWrite(type)) {
            payload = converter.write(value, type);
        } else {
            throw new IllegalArgumentException(
                    "a payload of type " + type + " can't be written; give a String, a byte[]"
                            + " or a Payload, or use a PayloadConverter that knows the type");
        }
        return self();
    }

    @Override
    public S header(String name, String value) {
        headers.put(name, value);
        return self();
    }

    @Override
    public S channel(long channel) {
        this.channel = channel;
        return self();
    }

    @Override
    public S protocols(String... protocols) {
        this.protocols = protocols.clone();
        return self();
    }

    @Override
    public S id(String id) {
        this.id = id;
        return self();
    }
}
