package io.clusterkit.routing;

import io.clusterkit.member.Member;
import io.clusterkit.protocol.BroadcastProtocol;
import io.clusterkit.protocol.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Which protocols to try for a member, in which order: the member's preference, or the caller's; without those that we
 * do not have, that can't reach it, or that can't carry the frame; those that failed lately at the end, and multicast
 * behind all unless the caller put it elsewhere (tcl-cluster 1.1.8, service-tx.tcl). No state of its own.
 */
final class ProtocolChooser {
    private final Map<String, Protocol> own;
    private final RouteHealth health;

    ProtocolChooser(Map<String, Protocol> own, RouteHealth health) {
        this.own = own;
        this.health = health;
    }

    List<Protocol> candidates(Member member, SendOptions options, int frameBytes) {
        List<String> wanted = options.protocols().isEmpty() ? member.protocols() : options.protocols();
        List<Protocol> ready = new ArrayList<>(wanted.size());
        List<Protocol> postponed = new ArrayList<>(0);
        List<Protocol> lastResort = new ArrayList<>(1);
        for (String id : wanted.size() < 2 ? wanted : new LinkedHashSet<>(wanted)) {
            Protocol protocol = own.get(id);
            if (protocol == null || !member.protocols().contains(id) || (protocol.isLocalOnly() && !member.local())) {
                continue;
            }
            if (protocol instanceof BroadcastProtocol broadcast) {
                if (!options.mayBroadcast() || frameBytes > broadcast.maxFrameBytes()) {
                    continue;
                }
                if (options.protocols().isEmpty()) {
                    lastResort.add(protocol);
                } else {
                    // A way to one member that failed lately is still tried before telling all.
                    ready.addAll(postponed);
                    postponed.clear();
                    ready.add(protocol);
                }
            } else if (health.isPostponed(member.id(), id)) {
                postponed.add(protocol);
            } else {
                ready.add(protocol);
            }
        }
        ready.addAll(postponed);
        ready.addAll(lastResort);
        return ready;
    }
}
