package io.clusterkit.registry;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All known members at one moment. Immutable. What is looked up in it is made when it is first wanted: while members
 * find each other there are far more snapshots than look-ups.
 */
public final class RegistrySnapshot {
    static final RegistrySnapshot EMPTY = new RegistrySnapshot(new Member[0]);

    private final List<Member> members;
    private volatile @Nullable List<Member> resolvable;
    private volatile @Nullable Map<MemberId, Member> byId;

    /** @param members belong to the snapshot from now on */
    RegistrySnapshot(Member[] members) {
        this.members = Collections.unmodifiableList(Arrays.asList(members));
    }

    /** In the order they were discovered. */
    public List<Member> members() {
        return members;
    }

    /** Those that resolvers choose from: all but the draining ones. */
    public List<Member> resolvable() {
        List<Member> known = resolvable;
        if (known == null) {
            known = members.stream().anyMatch(Member::isDraining)
                    ? members.stream().filter(member -> !member.isDraining()).toList()
                    : members;
            resolvable = known;
        }
        return known;
    }

    public @Nullable Member get(MemberId id) {
        Map<MemberId, Member> known = byId;
        if (known == null) {
            known = new HashMap<>(members.size() * 2);
            for (Member member : members) {
                known.put(member.id(), member);
            }
            byId = known;
        }
        return known.get(id);
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
