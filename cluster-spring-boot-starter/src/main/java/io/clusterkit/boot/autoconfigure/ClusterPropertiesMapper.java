package io.clusterkit.boot.autoconfigure;

import io.clusterkit.ClusterException;
import io.clusterkit.ClusterOptions;
import io.clusterkit.protocol.stream.StreamOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;

/**
 * Makes options of properties. Plain calls, no table of lambdas: each of these would become a class while the
 * application starts. Which property is meant when an option is refused, {@link RefusedOption} knows.
 */
final class ClusterPropertiesMapper {
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    private final ClusterProperties properties;
    private final ClusterOptions.Builder options = ClusterOptions.builder();

    ClusterPropertiesMapper(ClusterProperties properties) {
        this.properties = properties;
    }

    /**
     * The options that the properties and then the customizers ask for.
     *
     * @throws InvalidClusterPropertyException if a property's value is refused
     */
    ClusterOptions options(Stream<ClusterCustomizer> customizers) {
        refuseNameWithPlace();
        try {
            applyCluster();
            applySend();
            applyProtocols();
        } catch (IllegalArgumentException refused) {
            throw RefusedOption.explained(properties, refused);
        }
        customizers.forEach(customizer -> customizer.customize(options));
        return build();
    }

    private void applyCluster() {
        options.name(properties.getName());
        String address = properties.getAddress();
        if (address != null) {
            options.address(address);
        }
        Integer port = properties.getPort();
        if (port != null) {
            options.port(port);
        }
        Duration heartbeat = properties.getHeartbeat();
        if (heartbeat != null) {
            options.heartbeat(heartbeat);
        }
        RequiredProtocols required = new RequiredProtocols(properties);
        options.remote(properties.getRemote())
                .ttl(properties.getTtl())
                .channels(longs(properties.getChannels()))
                .tags(properties.getTags())
                .protocols(strings(properties.getProtocols()))
                .interfaces(strings(properties.getInterfaces()))
                .maxMembers(properties.getMaxMembers())
                .queryTimeout(properties.getQuery().getTimeout())
                .maxDatagramBytes(bytes(properties.getMaxDatagramSize()))
                .maxFrameBytes(bytes(properties.getMaxPacketSize()));
        required.check();
        options.required(strings(required.ids()));
        requireDrainTimeout(properties.getDrainTimeout());
    }

    private void applySend() {
        ClusterProperties.Send from = properties.getSend();
        options.send(send -> send.protocols(strings(from.getProtocols()))
                .multicastFallback(from.isMulticastFallback())
                .multicastAbove(from.getMulticastAbove())
                .reports(from.isReports())
                .retryDelay(from.getRetryDelay())
                .maxRetryDelay(from.getMaxRetryDelay()));
    }

    private void applyProtocols() {
        DataSize receiveBuffer = properties.getProtocol().getMulticast().getReceiveBufferSize();
        options.multicast(multicast -> multicast.receiveBufferBytes(bytes(receiveBuffer)));
        ProtocolProperties.Tcp fromTcp = properties.getProtocol().getTcp();
        options.tcp(tcp -> {
            tcp.port(fromTcp.getPort());
            InetAddress address = fromTcp.getBindAddress();
            if (address != null) {
                tcp.bindAddress(address);
            }
            applyStream(fromTcp, tcp);
        });
        ProtocolProperties.Unix fromUnix = properties.getProtocol().getUnix();
        options.unix(unix -> {
            Path path = fromUnix.getPath();
            if (path != null) {
                unix.path(path);
            }
            applyStream(fromUnix, unix);
        });
    }

    private static void applyStream(ProtocolProperties.Stream from, StreamOptions.Limits<?> limits) {
        limits.connectTimeout(from.getConnectTimeout());
        limits.writeTimeout(from.getWriteTimeout());
        limits.idleTimeout(from.getIdleTimeout());
        limits.maxConnections(from.getMaxConnections());
        limits.maxQueuedFrames(from.getMaxQueuedPackets());
        DataSize maxQueued = from.getMaxQueuedSize();
        if (maxQueued != null) {
            limits.maxQueuedBytes(bytes(maxQueued));
        }
        limits.backlog(from.getBacklog());
    }

    private ClusterOptions build() {
        try {
            return options.build();
        } catch (IllegalArgumentException refused) {
            throw RefusedOption.explained(properties, refused);
        } catch (ClusterException unknownProtocol) {
            throw RefusedOption.explained(properties, unknownProtocol);
        }
    }

    /** Said with both properties, each of which may be the wrong one. */
    private void refuseNameWithPlace() {
        String address = properties.getAddress();
        Integer port = properties.getPort();
        if (properties.getName().isEmpty() || (address == null && port == null)) {
            return;
        }
        List<String> others = Stream.of("cluster.address", "cluster.port")
                .filter(other -> other.endsWith("port") ? port != null : address != null)
                .toList();
        String values = Stream.of(address, port)
                .filter(value -> value != null)
                .map(value -> "'" + value + "'")
                .reduce((one, other) -> one + " and " + other)
                .orElseThrow();
        throw new InvalidClusterPropertyException(
                "cluster.name",
                properties.getName(),
                "cluster.name stands for a group and port of its own, so it must not be set together with "
                        + String.join(" and ", others) + ", set to " + values,
                "Remove 'cluster.name', or remove '" + String.join("' and '", others) + "'.",
                null);
    }

    /** No option of the core: the life cycle waits. */
    private static void requireDrainTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException(
                    "drainTimeout must be from 0 to " + LONGEST_DRAIN + " but is " + timeout);
        }
    }

    private static long[] longs(List<Long> values) {
        long[] longs = new long[values.size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = values.get(i);
        }
        return longs;
    }

    private static String[] strings(List<String> values) {
        return values.toArray(new String[0]);
    }

    /** What an int can't hold is beyond all limits of the core. */
    private static int bytes(DataSize size) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size.toBytes()));
    }
}
