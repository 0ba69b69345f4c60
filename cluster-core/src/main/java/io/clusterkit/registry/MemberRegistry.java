package io.clusterkit.registry;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import io.clusterkit.runtime.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The members that are known. Changed only by its owner, the control loop; {@link #snapshot}, {@link #heard} and
 * {@link #lastSeen} may be called from any thread.
 */
public final class MemberRegistry {
    public static final int DEFAULT_MAX_MEMBERS = 10_000;

    /** Counts packets of members for which there is no room. */
    public static final String REFUSED = "members.refused";

    private final TimeSource time;
    private final long ttlNanos;
    private final int maxMembers;
    private final Map<MemberId, Entry> entries = new LinkedHashMap<>(); // owner: control loop
    private final Map<MemberId, Heard> heard = new ConcurrentHashMap<>();
    private volatile RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;

    /**
     * An empty registry.
     *
     * @param ttlNanos how long a member lives that is not heard
     */
    public MemberRegistry(TimeSource time, long ttlNanos) {
        this(time, ttlNanos, DEFAULT_MAX_MEMBERS);
    }

    /**
     * An empty registry.
     *
     * @param ttlNanos how long a member lives that is not heard
     * @param maxMembers more are not taken in: whoever can send a datagram can make members up
     */
    public MemberRegistry(TimeSource time, long ttlNanos, int maxMembers) {
        this.time = time;
        this.ttlNanos = ttlNanos;
        this.maxMembers = maxMembers;
    }

    public RegistrySnapshot snapshot() {
        return snapshot;
    }

    /** The member as it is known now; null if it is not. From any thread; cheaper than by a snapshot. */
    public @Nullable Member get(MemberId id) {
        Heard note = heard.get(id);
        return note == null ? null : note.picture;
    }

    /** Whether there is no room for this one: it is not known, and as many as may be are. From any thread. */
    public boolean hasNoRoomFor(MemberId id) {
        return heard.size() >= maxMembers && !heard.containsKey(id);
    }

    /** Notes a sign of life of a known member, without more. */
    public void heard(MemberId id) {
        Heard note = heard.get(id);
        if (note != null) {
            note.atNanos = time.nanoTime();
        }
    }

    /** The member's picture with the moment it was last heard. */
    public Member lastSeen(Member member) {
        Heard note = heard.get(member.id());
        if (note == null) {
            return member;
        }
        long agoNanos = Math.max(0, time.nanoTime() - note.atNanos);
        return member.seenAt(time.instant().minusNanos(agoNanos));
    }

    /**
     * What an observation changed.
     *
     * @param beganToDrain whether the member said for the first time that it is about to leave
     */
    public record Change(Member member, boolean isNew, Tags tagsBefore, boolean beganToDrain) {
        public boolean tagsChanged() {
            return !tagsBefore.equals(member.tags());
        }
    }

    /** Takes in what a packet told; the caller has seen to it that there is room. */
    public Change observe(Observation seen) {
        Entry entry = entries.get(seen.id());
        boolean isNew = entry == null;
        if (entry == null) {
            entry = new Entry(seen.id(), seen.address(), entries.size());
            entries.put(seen.id(), entry);
        }
        Tags tagsBefore = entry.tags;
        Map<String, Map<String, String>> propsBefore = entry.props;
        boolean changed = entry.take(seen) || isNew;
        entry.heard.atNanos = time.nanoTime();
        Member member = changed ? publish(entry) : pictureOf(entry);
        boolean beganToDrain = entry.props != propsBefore && member.isDraining() && !Member.isDraining(propsBefore);
        return new Change(member, isNew, tagsBefore, beganToDrain);
    }

    /** Takes the member away and returns its last picture, or null if it is not known. */
    public @Nullable Member remove(MemberId id) {
        Entry entry = entries.remove(id);
        if (entry == null) {
            return null;
        }
        Member last = lastSeen(pictureOf(entry));
        heard.remove(id);
        Member[] members = new Member[entries.size()];
        int index = 0;
        for (Entry left : entries.values()) {
            left.index = index;
            members[index++] = pictureOf(left);
        }
        snapshot = new RegistrySnapshot(members);
        return last;
    }

    /**
     * Somebody could not reach this member: it must show itself within {@code withinNanos} or is removed by the next
     * {@link #sweep}.
     *
     * @return whether that is news: false if it is not known, suspected already, or was heard within {@code freshNanos}
     */
    public boolean suspect(MemberId id, long freshNanos, long withinNanos) {
        Entry entry = entries.get(id);
        long now = time.nanoTime();
        if (entry == null
                || entry.state == MemberState.SUSPECT
                || Liveness.isFresh(now, entry.heard.atNanos, freshNanos)) {
            return false;
        }
        entry.heardBeforeNanos = entry.heard.atNanos;
        entry.livesFromNanos = Liveness.shortened(now, entry.heardBeforeNanos, ttlNanos, withinNanos);
        entry.state = MemberState.SUSPECT;
        publish(entry);
        return true;
    }

    /** Members that were not heard for longer than they may; they stay until {@link #remove} takes them away. */
    public List<Member> sweep() {
        long now = time.nanoTime();
        List<Member> expired = new ArrayList<>();
        for (Entry entry : entries.values()) {
            long heardNanos = entry.heard.atNanos;
            boolean suspect = entry.state == MemberState.SUSPECT;
            boolean showedItself = suspect && heardNanos != entry.heardBeforeNanos;
            long livesFromNanos = suspect && !showedItself ? entry.livesFromNanos : heardNanos;
            if (Liveness.isExpired(now, livesFromNanos, ttlNanos)) {
                expired.add(pictureOf(entry));
            } else if (showedItself) {
                entry.state = MemberState.ALIVE;
                publish(entry);
            }
        }
        return expired;
    }

    /** Forgets all. */
    public void clear() {
        entries.clear();
        heard.clear();
        snapshot = RegistrySnapshot.EMPTY;
    }

    private Member publish(Entry entry) {
        Member picture = paint(entry);
        entry.heard.picture = picture;
        heard.put(entry.id, entry.heard);
        // A copy with one place changed: 200 members that find each other make 40,000 of them.
        Object[] before = snapshot.members().toArray();
        Member[] members = Arrays.copyOf(before, Math.max(before.length, entry.index + 1), Member[].class);
        members[entry.index] = picture;
        snapshot = new RegistrySnapshot(members);
        return picture;
    }

    private Member paint(Entry entry) {
        long agoNanos = Math.max(0, time.nanoTime() - entry.heard.atNanos);
        return entry.paint(time.instant().minusNanos(agoNanos));
    }

    private Member pictureOf(Entry entry) {
        Member picture = entry.heard.picture;
        return picture == null ? publish(entry) : picture;
    }

    /** When a member was last heard, written by readers too; and its picture, by the owner. */
    private static final class Heard {
        volatile long atNanos;
        volatile @Nullable Member picture;
    }

    private static final class Entry {
        final MemberId id;
        final Heard heard = new Heard();
        String address;
        boolean local;
        MemberState state = MemberState.ALIVE;
        Tags tags = Tags.none();
        List<String> protocols = List.of();
        Map<String, Map<String, String>> props = Map.of();
        int index; // in the snapshot
        long heardBeforeNanos; // when it was last heard before it was suspected
        long livesFromNanos; // while it is suspected, its time to live counts from here

        Entry(MemberId id, String address, int index) {
            this.id = id;
            this.address = address;
            this.index = index;
        }

        /** Whether anything but the moment is new. */
        boolean take(Observation seen) {
            boolean changed = local != seen.local() || !protocols.equals(seen.protocols());
            local = seen.local();
            protocols = seen.protocols();
            if (seen.byBroadcast() && !address.equals(seen.address())) {
                address = seen.address();
                changed = true;
            }
            if (seen.props() != null && !saysWhatIsKnown(seen.props(), seen.replacesProps())) {
                Map<String, Map<String, String>> next =
                        seen.replacesProps() ? new LinkedHashMap<>() : new LinkedHashMap<>(props);
                next.putAll(seen.props());
                props = next;
                changed = true;
            }
            // Who drains announces no tags, for originals; here it keeps them, so that all can tell what is leaving.
            if (seen.tags() != null && !seen.tags().equals(tags) && !Member.isDraining(props)) {
                tags = seen.tags();
                changed = true;
            }
            if (state == MemberState.SUSPECT) {
                state = MemberState.ALIVE;
                changed = true;
            }
            return changed;
        }

        private boolean saysWhatIsKnown(Map<String, Map<String, String>> told, boolean replaces) {
            return replaces ? props.equals(told) : props.entrySet().containsAll(told.entrySet());
        }

        Member paint(Instant lastSeen) {
            return new Member(id, address, local, state, tags, protocols, props, lastSeen);
        }
    }
}
