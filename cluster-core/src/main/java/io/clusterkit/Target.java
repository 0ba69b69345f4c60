package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.registry.Resolver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom a call is for: named members, those a resolver means, or, if nothing was said, all. */
final class Target {
    List<Member> members = List.of();

    @Nullable
    Resolver resolver;

    /** Each member once, in order. */
    List<Member> resolve(Session session) {
        Resolver meant = resolver == null && members.isEmpty() ? Resolver.all() : resolver;
        if (members.isEmpty() && meant != null) {
            return meant.resolve(session.snapshot().resolvable());
        }
        if (members.size() == 1 && meant == null) {
            return members;
        }
        Map<MemberId, Member> each = new LinkedHashMap<>();
        members.forEach(member -> each.put(member.id(), member));
        if (meant != null) {
            meant.resolve(session.snapshot().resolvable()).forEach(member -> each.putIfAbsent(member.id(), member));
        }
        return List.copyOf(each.values());
    }
}
