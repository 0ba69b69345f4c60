package io.clusterkit.member;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture of a member as this one knew it at one moment. Immutable; equal to another picture of the same member only
 * if all of it is equal, so compare {@link #id()} to ask whether two are the same member.
 *
 * @param id who it is
 * @param address the address its multicast came from, as text; for a member reached over a Unix socket only, loopback
 * @param local whether it is on this host
 * @param state what is known of its life
 * @param tags its tags as last announced
 * @param protocols ids of its protocols, the one it likes best first
 * @param protocolProps what it announced of each protocol, by protocol id
 * @param lastSeen when it was last heard
 */
public record Member(
        MemberId id,
        String address,
        boolean local,
        MemberState state,
        Tags tags,
        List<String> protocols,
        Map<String, Map<String, String>> protocolProps,
        Instant lastSeen)
        implements Addressee {

    /** Every member on this host can be found by this word. */
    public static final String LOCALHOST = "localhost";

    /** Property, among those of its protocols, by which a member says that it is about to leave. */
    public static final String DRAINING = "draining";

    private static final String YES = "1";

    public Member {
        tags = tags.ofMember(id.sid(), id.hid(), address, local);
        protocols = List.copyOf(protocols);
        protocolProps = Map.copyOf(protocolProps);
    }

    public String uuid() {
        return id.uuid();
    }

    public String sid() {
        return id.sid();
    }

    public String hid() {
        return id.hid();
    }

    /** What it announced of this protocol; empty if nothing. */
    public Map<String, String> props(String protocol) {
        Map<String, String> props = protocolProps.get(protocol);
        return props == null ? Map.of() : props;
    }

    /** Whether it takes no new work, because it is about to leave: no resolver means it. */
    public boolean isDraining() {
        return isDraining(protocolProps);
    }

    /** Whether one of these, the properties of a member's protocols, has the mark of a member that is about to leave. */
    public static boolean isDraining(Map<String, Map<String, String>> protocolProps) {
        for (Map<String, String> props : protocolProps.values()) {
            if (YES.equals(props.get(DRAINING))) {
                return true;
            }
        }
        return false;
    }

    /** These properties of a protocol of its own, with the mark of a member that is about to leave. */
    public static Map<String, String> draining(Map<String, String> props) {
        Map<String, String> marked = new LinkedHashMap<>(props);
        marked.put(DRAINING, YES);
        return marked;
    }

    /**
     * The words by which it is found: its tags, hid, sid, address, and {@value #LOCALHOST} if it is on this host
     * (tcl-cluster 1.1.8, service.tcl {@code SetResolve}).
     */
    @Override
    public List<String> words() {
        List<String> words = new ArrayList<>(tags.size() + 4);
        words.addAll(tags.asList());
        words.add(hid());
        words.add(sid());
        words.add(address);
        if (local) {
            words.add(LOCALHOST);
        }
        return words;
    }

    /** Whether this word is one of {@link #words()}. */
    @Override
    public boolean answersTo(String word) {
        // Most words are none of most members, which one look at the tags says: 1000 members are looked through for
        // each
        // query to some of them, and comparing with sid, hid and address took most of the time.
        return tags.mayMeanMember(word) && isWord(word);
    }

    @Override
    public boolean answersToAll(Words words) {
        // One look for all words: of 1000 members most lack one of three.
        return tags.mayMeanMember(words) && words.areAllOf(this);
    }

    private boolean isWord(String word) {
        return tags.contains(word)
                || word.equals(sid())
                || word.equals(hid())
                || word.equals(address)
                || (local && word.equals(LOCALHOST));
    }

    public Member seenAt(Instant when) {
        return new Member(id, address, local, state, tags, protocols, protocolProps, when);
    }

    public Member withState(MemberState state) {
        return new Member(id, address, local, state, tags, protocols, protocolProps, lastSeen);
    }
}
