package io.clusterkit.routing;

import io.clusterkit.member.Member;
import io.clusterkit.protocol.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protocols that are tried for a member, in this order. Thread-safe: it never changes but for what it remembers. */
final class Route {
    private final Member member;
    private final List<Protocol> protocols;
    private volatile @Nullable SendOutcome usual;

    Route(Member member, List<Protocol> protocols) {
        this.member = member;
        this.protocols = protocols;
    }

    Member member() {
        return member;
    }

    List<Protocol> protocols() {
        return protocols;
    }

    /** Whether this protocol is the first. */
    boolean isBy(String protocol) {
        return !protocols.isEmpty() && protocols.get(0).id().equals(protocol);
    }

    int length() {
        return protocols.size();
    }

    Protocol protocol(int index) {
        return protocols.get(index);
    }

    /** What became of a packet that this protocol took: as a rule the same as of the one before. */
    SendOutcome sentBy(int index) {
        if (index > 0) {
            return new SendOutcome(member, true, protocols.get(index).id(), null);
        }
        SendOutcome known = usual;
        if (known == null) {
            known = new SendOutcome(member, true, protocols.get(0).id(), null);
            usual = known;
        }
        return known;
    }
}
