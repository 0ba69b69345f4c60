package io.clusterkit.query;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place for the outcome of each asked member, in the order of asking. What stands there is guarded by its query. */
final class Slots {
    /** So few are found sooner by looking at each; most queries ask one member. */
    private static final int FEW = 16;

    private final Slot[] all;
    private final @Nullable Map<MemberId, Slot> byMember; // null if there are few

    /** One place for a member that is named twice. */
    Slots(List<Member> asked) {
        if (asked.size() == 1) {
            all = new Slot[] {new Slot(asked.get(0))};
            byMember = null;
            return;
        }
        Map<MemberId, Slot> each = new LinkedHashMap<>();
        asked.forEach(member -> each.put(member.id(), new Slot(member)));
        all = each.values().toArray(new Slot[0]);
        byMember = all.length > FEW ? new HashMap<>(each) : null;
    }

    Slot[] all() {
        return all;
    }

    /** The place of this member; null if it was not asked. */
    @Nullable
    Slot of(MemberId member) {
        if (byMember != null) {
            return byMember.get(member);
        }
        for (Slot slot : all) {
            if (slot.member.id().equals(member)) {
                return slot;
            }
        }
        return null;
    }

    /** What is known of one member. */
    static final class Slot {
        final Member member;

        @Nullable
        String protocol;

        @Nullable
        QueryOutcome outcome;

        Slot(Member member) {
            this.member = member;
        }
    }
}
