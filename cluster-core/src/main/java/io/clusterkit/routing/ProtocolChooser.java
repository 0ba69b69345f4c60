package io.clusterkit.routing;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.protocol.BroadcastProtocol;
import io.clusterkit.protocol.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which protocols to try for a member, in which order: the member's preference, or the caller's; without those that we
 * do not have, that can't reach it, or that can't carry the frame; those that failed lately at the end, and multicast
 * behind all unless the caller put it elsewhere (tcl-cluster 1.1.8, service-tx.tcl). Thread-safe.
 */
final class ProtocolChooser {
    private static final int MOST_CHOICES = 4096;

    private final Map<String, Protocol> own;
    private final RouteHealth health;

    /**
     * What was chosen for a member as long as nothing failed: the same for all packets that multicast can carry, until
     * the member changes. To choose anew takes a quarter of what sending an event takes.
     */
    private final Map<MemberId, Choice> usual = new ConcurrentHashMap<>();

    private final int smallestLimit;

    private record Choice(Member member, List<Protocol> candidates) {}

    ProtocolChooser(Map<String, Protocol> own, RouteHealth health) {
        this.own = own;
        this.health = health;
        this.smallestLimit = own.values().stream()
                .filter(BroadcastProtocol.class::isInstance)
                .mapToInt(broadcast -> ((BroadcastProtocol) broadcast).maxFrameBytes())
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    @SuppressWarnings("ReferenceEquality") // another picture of the member, as a rule the same one
    List<Protocol> candidates(Member member, SendOptions options, int frameBytes) {
        if (!options.protocols().isEmpty()
                || !options.mayBroadcast()
                || frameBytes > smallestLimit
                || !health.isClear()) {
            return choose(member, options, frameBytes);
        }
        Choice choice = usual.get(member.id());
        if (choice == null || choice.member != member) {
            choice = new Choice(member, choose(member, options, frameBytes));
            if (usual.size() >= MOST_CHOICES) {
                usual.clear(); // members that are gone
            }
            usual.put(member.id(), choice);
        }
        return choice.candidates;
    }

    private List<Protocol> choose(Member member, SendOptions options, int frameBytes) {
        List<String> wanted = options.protocols().isEmpty() ? member.protocols() : options.protocols();
        List<Protocol> ready = new ArrayList<>(wanted.size());
        List<Protocol> postponed = new ArrayList<>(0);
        List<Protocol> lastResort = new ArrayList<>(0);
        for (String id : wanted) {
            Protocol protocol = own.get(id);
            if (protocol == null
                    || ready.contains(protocol)
                    || postponed.contains(protocol)
                    || lastResort.contains(protocol)
                    || !member.protocols().contains(id)
                    || (protocol.isLocalOnly() && !member.local())) {
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
