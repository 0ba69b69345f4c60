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
    private final Map<MemberId, Route> usual = new ConcurrentHashMap<>();

    /** As {@link #usual}, for what is to go by one protocol before all others: answers, by that of their query. */
    private final Map<MemberId, Route> answering = new ConcurrentHashMap<>();

    private final int smallestLimit;

    ProtocolChooser(Map<String, Protocol> own, RouteHealth health) {
        this.own = own;
        this.health = health;
        int smallest = Integer.MAX_VALUE;
        for (Protocol each : own.values()) {
            if (each instanceof BroadcastProtocol broadcast) {
                smallest = Math.min(smallest, broadcast.maxFrameBytes());
            }
        }
        this.smallestLimit = smallest;
    }

    @SuppressWarnings("ReferenceEquality") // another picture of the member, as a rule the same one
    Route route(Member member, SendOptions options, int frameBytes) {
        if (!options.protocols().isEmpty()
                || !options.mayBroadcast()
                || frameBytes > smallestLimit
                || !health.isClear()) {
            return new Route(member, choose(member, options, frameBytes));
        }
        Route route = usual.get(member.id());
        if (route == null || route.member() != member) {
            route = new Route(member, choose(member, options, frameBytes));
            keep(usual, route);
        }
        return route;
    }

    /** By the given protocol, else by one of the member's. */
    @SuppressWarnings("ReferenceEquality") // another picture of the member, as a rule the same one
    Route routeBy(String first, Member member, int frameBytes) {
        boolean usually = frameBytes <= smallestLimit && health.isClear();
        Route known = usually ? answering.get(member.id()) : null;
        if (known != null && known.member() == member && known.isBy(first)) {
            return known;
        }
        List<String> order = new ArrayList<>(1 + member.protocols().size());
        order.add(first);
        order.addAll(member.protocols());
        Route route = new Route(member, choose(member, SendOptions.DEFAULT.withProtocols(order), frameBytes));
        if (usually) {
            keep(answering, route);
        }
        return route;
    }

    private static void keep(Map<MemberId, Route> routes, Route route) {
        if (routes.size() >= MOST_CHOICES) {
            routes.clear(); // members that are gone
        }
        routes.put(route.member().id(), route);
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
