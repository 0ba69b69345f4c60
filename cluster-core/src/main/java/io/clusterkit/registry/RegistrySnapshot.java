package io.clusterkit.registry;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All known members at one moment. Immutable. */
public final class RegistrySnapshot {
    static final RegistrySnapshot EMPTY = new RegistrySnapshot(List.of());

    private final List<Member> members;
    private final List<Member> resolvable;
    private final Map<MemberId, Member> byId;

    RegistrySnapshot(List<Member> members) {
        this.members = Collections.unmodifiableList(new ArrayList<>(members));
        this.resolvable = members.stream().anyMatch(Member::isDraining)
                ? members.stream().filter(member -> !member.isDraining()).toList()
                : this.members;
        this.byId = new HashMap<>(members.size() * 2);
        members.forEach(member -> byId.put(member.id(), member));
    }

    /** In the order they were discovered. */
    public List<Member> members() {
        return members;
    }

    /** Those that resolvers choose from: all but the draining ones. */
    public List<Member> resolvable() {
        return resolvable;
    }

    public @Nullable Member get(MemberId id) {
        return byId.get(id);
    }

    /** The member with this sid or uuid. */
    public @Nullable Member find(String sidOrUuid) {
        for (Member member : members) {
            if (member.sid().equals(sidOrUuid) || member.uuid().equals(sidOrUuid)) {
                return member;
            }
        }
        return null;
    }

    public int size() {
        return members.size();
    }
}
