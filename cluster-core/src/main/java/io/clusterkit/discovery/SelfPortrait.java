package io.clusterkit.discovery;

import io.clusterkit.codec.TclList;
import io.clusterkit.member.Member;
import io.clusterkit.member.TagEdit;
import io.clusterkit.member.Tags;
import io.clusterkit.protocol.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a member says of itself: its tags and the properties of its protocols. Changed by any thread, one at a time. */
final class SelfPortrait {
    private final List<Protocol> protocols;
    private volatile Tags tags;
    private volatile boolean draining;

    SelfPortrait(List<Protocol> protocols, Tags tags) {
        this.protocols = protocols;
        this.tags = tags;
    }

    /** Its tags, announced or not. */
    Tags tags() {
        return tags;
    }

    /** Whether that changed them. */
    boolean edit(TagEdit edit) {
        Tags after = edit.applyTo(tags);
        boolean changed = !after.equals(tags);
        tags = after;
        return changed;
    }

    /** From now on it is announced without tags and with a mark; returns whether that is news. */
    boolean drain() {
        boolean news = !draining;
        draining = true;
        return news;
    }

    boolean isDraining() {
        return draining;
    }

    Tags announcedTags() {
        return draining ? Tags.none() : tags;
    }

    /** As a Tcl dict, by protocol. */
    String announcedProps() {
        boolean marked = draining;
        Map<String, String> props = new LinkedHashMap<>();
        for (Protocol protocol : protocols) {
            Map<String, String> own = protocol.props();
            if (!own.isEmpty()) {
                props.put(protocol.id(), TclList.formatDict(marked ? Member.draining(own) : own));
            }
        }
        if (marked && props.isEmpty()) {
            // None has anything to tell: the mark stands alone, with one of them.
            props.put(protocols.get(0).id(), TclList.formatDict(Member.draining(Map.of())));
        }
        return TclList.formatDict(props);
    }
}
