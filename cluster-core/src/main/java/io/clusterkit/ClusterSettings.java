package io.clusterkit;

import io.clusterkit.member.Tags;
import io.clusterkit.protocol.multicast.MulticastOptions;
import io.clusterkit.protocol.tcp.TcpOptions;
import io.clusterkit.protocol.unix.UnixOptions;
import io.clusterkit.routing.RoutingOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a member runs with: its options, and what was chosen where they left it open. Immutable.
 *
 * @param name the cluster's name, empty if it has none
 * @param address the multicast group
 * @param port the multicast port
 * @param remote how many hops packets may go; 0 for this host only
 * @param ttl how long a member is known that is not heard
 * @param heartbeat from one heartbeat to the next, drawn once if the options gave none
 * @param channels those it was on at first; {@link Cluster#channels()} says which it is on now
 * @param tags those it had at first; {@link Cluster#tags()} says which it has now
 * @param protocols ids of those that are wanted, best first; {@link Cluster#protocols()} says which work
 * @param queryTimeout how long a query waits for answers unless it says otherwise
 * @param maxFrameBytes larger packets are neither sent nor taken
 * @param multicast the options of protocol {@code c}
 * @param tcp the options of protocol {@code t}
 * @param unix the options of protocol {@code u}
 * @param routing how it sends unless a call says otherwise
 * @param required ids of protocols without which it does not start
 * @param maxMembers how many other members it knows at most
 */
public record ClusterSettings(
        String name,
        InetAddress address,
        int port,
        int remote,
        Duration ttl,
        Duration heartbeat,
        Set<Long> channels,
        Tags tags,
        List<String> protocols,
        Duration queryTimeout,
        int maxFrameBytes,
        MulticastOptions multicast,
        TcpOptions tcp,
        UnixOptions unix,
        RoutingOptions routing,
        Set<String> required,
        int maxMembers) {

    static ClusterSettings of(ClusterOptions options) {
        return new ClusterSettings(
                options.name,
                options.address,
                options.port,
                options.remote,
                options.ttl,
                heartbeatOf(options),
                options.channels,
                options.tags,
                options.protocols,
                options.queryTimeout,
                options.maxFrameBytes,
                options.multicast,
                options.tcp,
                options.unix,
                options.routing,
                options.required,
                options.maxMembers);
    }

    private static Duration heartbeatOf(ClusterOptions options) {
        if (options.heartbeat != null) {
            return options.heartbeat;
        }
        Duration least = ClusterOptions.SHORTEST_DEFAULT_HEARTBEAT;
        long spread = ClusterOptions.LONGEST_DEFAULT_HEARTBEAT.minus(least).toNanos();
        long drawn = least.toNanos() + (long) (spread * options.runtime.random().nextDouble());
        // Two beats at least within the time that others wait for one.
        double enough = 2.0 * ClusterOptions.LONGEST_DEFAULT_HEARTBEAT.toNanos();
        return Duration.ofNanos((long) (drawn * Math.min(1, options.ttl.toNanos() / enough)));
    }
}
