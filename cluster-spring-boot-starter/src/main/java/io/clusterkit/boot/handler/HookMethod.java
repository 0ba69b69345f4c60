package io.clusterkit.boot.handler;

import io.clusterkit.Cluster;
import io.clusterkit.Registration;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.hook.HookContext;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.HookScope;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Packet;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.MergedAnnotation;

/** A method that steps in at a hook point: one for packets or one for members. */
final class HookMethod implements ClusterMethodBinding {
    private static final Logger log = LoggerFactory.getLogger(HookMethod.class);

    private final ClusterMethod method;
    private final HookPoint point;
    private final HookScope scope;
    private final int order;
    private final Arguments<Call> arguments;

    HookMethod(ClusterMethod method, MergedAnnotation<ClusterHook> annotation) {
        this.method = method;
        this.point = annotation.getEnum("point", HookPoint.class);
        this.order = annotation.getInt("order");
        this.scope = new HookScope(
                ChannelsAttribute.of(annotation, method), protocols(method, annotation.getStringArray("protocols")));
        Arguments.Binder<Call> binder = new Arguments.Binder<>();
        if (isForPackets()) {
            binder.give(Packet.class, Call::packet);
            requireReturn(method.returnsNothing() || method.returnType().toClass() == Packet.class);
            requireProtocolSettled();
        } else {
            requireReturn(method.returnsNothing());
            requireNoScope();
        }
        this.arguments = binder.give(Member.class, call -> call.context.member())
                .give(HookContext.class, Call::context)
                .bind(method);
    }

    private boolean isForPackets() {
        return point.kind() == HookPoint.Kind.PACKET;
    }

    private void requireReturn(boolean allowed) {
        if (!allowed) {
            throw method.invalid(
                    "it returns " + method.returnType() + " at the point " + point,
                    isForPackets()
                            ? "Return the Packet to go on with, or nothing to leave it as it is."
                            : "Return nothing: at this point there is nothing to change.");
        }
    }

    private void requireNoScope() {
        if (!scope.equals(HookScope.EVERYWHERE)) {
            throw method.invalid(
                    "it names channels or protocols, and there are none at the point " + point,
                    "Remove channels and protocols.");
        }
    }

    private void requireProtocolSettled() {
        if (!scope.protocols().isEmpty() && !point.isProtocolSettled()) {
            throw method.invalid(
                    "it names protocols, and none is settled at the point " + point,
                    "Remove protocols, or use a point where it is: "
                            + Arrays.stream(HookPoint.values())
                                    .filter(HookPoint::isProtocolSettled)
                                    .map(HookPoint::name)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
    }

    private static Set<String> protocols(ClusterMethod method, String[] given) {
        Set<String> protocols = Arrays.stream(given).map(method::resolve).collect(Collectors.toUnmodifiableSet());
        if (protocols.stream().anyMatch(String::isBlank)) {
            throw method.invalid("one of its protocols is blank", "Name a protocol by its id, as u, t or c.");
        }
        return protocols;
    }

    @Override
    public Registration addTo(Cluster cluster) {
        Set<String> missing = new TreeSet<>(scope.protocols());
        missing.removeAll(cluster.options().protocols());
        if (!missing.isEmpty()) {
            log.warn(
                    "{} is for protocols {}, which this member has not: it is never called for them; cluster.protocols are {}",
                    method,
                    missing,
                    cluster.options().protocols());
        }
        return isForPackets()
                ? cluster.hook(point, scope, order, this::packet)
                : cluster.hook(point, order, (member, context) -> method.invoke(arguments.of(new Call(null, context))));
    }

    private Packet packet(Packet packet, HookContext context) throws Exception {
        Object returned = method.invoke(arguments.of(new Call(packet, context)));
        if (method.returnsNothing()) {
            return packet;
        }
        if (returned == null) {
            throw new IllegalStateException(
                    method + " returned null; it must return the packet to go on with, or throw to stop it");
        }
        return (Packet) returned;
    }

    private record Call(@Nullable Packet packet, HookContext context) {}
}
