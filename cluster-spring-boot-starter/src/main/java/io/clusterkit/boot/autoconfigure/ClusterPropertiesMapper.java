package io.clusterkit.boot.autoconfigure;

import io.clusterkit.ClusterException;
import io.clusterkit.ClusterOptions;
import io.clusterkit.protocol.stream.StreamOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Makes options of properties, and says which property is meant when an option is refused. */
final class ClusterPropertiesMapper {
    private static final ClusterProperties DEFAULTS = new ClusterProperties();

    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    /** How the core begins what it says of a bad option: {@code port}, {@code tcp: option port}. */
    private static final String OPTION = "^(\\w+: )?(option )?\\w+";

    /** What the core finds at last: options that do not go together. */
    private static final Map<String, Setting> FOUND_WHEN_BUILT = Map.of(
            "heartbeat ", new Setting("cluster.heartbeat", ClusterProperties::getHeartbeat),
            "name ", new Setting("cluster.name", ClusterProperties::getName),
            "send: option protocols ",
                    new Setting("cluster.send.protocols", each -> each.getSend().getProtocols()),
            "tcp: option maxQueuedBytes ",
                    new Setting(
                            "cluster.protocol.tcp.max-queued-size",
                            each -> each.getProtocol().getTcp().getMaxQueuedSize()),
            "unix: option maxQueuedBytes ",
                    new Setting(
                            "cluster.protocol.unix.max-queued-size",
                            each -> each.getProtocol().getUnix().getMaxQueuedSize()));

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
        applyCluster();
        applySend();
        applyProtocols();
        customizers.forEach(customizer -> customizer.customize(options));
        return build();
    }

    private void applyCluster() {
        refuseNameWithPlace();
        set("cluster.name", ClusterProperties::getName, options::name);
        set("cluster.address", ClusterProperties::getAddress, options::address, ClusterOptions.DEFAULT_ADDRESS);
        set("cluster.port", ClusterProperties::getPort, options::port, ClusterOptions.DEFAULT_PORT);
        set("cluster.remote", ClusterProperties::getRemote, options::remote);
        set("cluster.ttl", ClusterProperties::getTtl, options::ttl);
        set("cluster.heartbeat", ClusterProperties::getHeartbeat, options::heartbeat);
        set("cluster.channels", ClusterProperties::getChannels, channels -> options.channels(longs(channels)));
        set("cluster.tags", ClusterProperties::getTags, tags -> options.tags(tags));
        set("cluster.protocols", ClusterProperties::getProtocols, ids -> options.protocols(strings(ids)));
        set("cluster.interfaces", ClusterProperties::getInterfaces, names -> options.interfaces(strings(names)));
        set("cluster.max-members", ClusterProperties::getMaxMembers, options::maxMembers);
        set("cluster.drain-timeout", ClusterProperties::getDrainTimeout, ClusterPropertiesMapper::requireDrainTimeout);
        set("cluster.query.timeout", each -> each.getQuery().getTimeout(), options::queryTimeout);
        set(
                "cluster.max-datagram-size",
                ClusterProperties::getMaxDatagramSize,
                size -> options.maxDatagramBytes(bytes(size)));
        set("cluster.max-packet-size", ClusterProperties::getMaxPacketSize, size -> options.maxFrameBytes(bytes(size)));
        set("cluster.required-protocols", each -> new RequiredProtocols(each).ids(), ids -> {
            new RequiredProtocols(properties).check();
            options.required(strings(ids));
        });
    }

    private void applySend() {
        set(
                "cluster.send.protocols",
                each -> each.getSend().getProtocols(),
                ids -> options.send(send -> send.protocols(strings(ids))));
        set(
                "cluster.send.multicast-fallback",
                each -> each.getSend().isMulticastFallback(),
                value -> options.send(send -> send.multicastFallback(value)));
        set(
                "cluster.send.multicast-above",
                each -> each.getSend().getMulticastAbove(),
                value -> options.send(send -> send.multicastAbove(value)));
        set(
                "cluster.send.reports",
                each -> each.getSend().isReports(),
                value -> options.send(send -> send.reports(value)));
        set(
                "cluster.send.max-retry-delay",
                each -> each.getSend().getMaxRetryDelay(),
                value -> options.send(send -> send.maxRetryDelay(value)));
        set(
                "cluster.send.retry-delay",
                each -> each.getSend().getRetryDelay(),
                value -> options.send(send -> send.retryDelay(value)));
    }

    private void applyProtocols() {
        set(
                "cluster.protocol.multicast.receive-buffer-size",
                each -> each.getProtocol().getMulticast().getReceiveBufferSize(),
                size -> options.multicast(multicast -> multicast.receiveBufferBytes(bytes(size))));
        set(
                "cluster.protocol.tcp.port",
                each -> each.getProtocol().getTcp().getPort(),
                port -> options.tcp(tcp -> tcp.port(port)));
        set(
                "cluster.protocol.tcp.bind-address",
                each -> each.getProtocol().getTcp().getBindAddress(),
                address -> options.tcp(tcp -> tcp.bindAddress(address)));
        applyStream("cluster.protocol.tcp", each -> each.getProtocol().getTcp(), change -> options.tcp(change::accept));
        set(
                "cluster.protocol.unix.path",
                each -> each.getProtocol().getUnix().getPath(),
                path -> options.unix(unix -> unix.path(path)));
        applyStream(
                "cluster.protocol.unix", each -> each.getProtocol().getUnix(), change -> options.unix(change::accept));
    }

    private void applyStream(
            String prefix,
            Function<ClusterProperties, ProtocolProperties.Stream> stream,
            Consumer<Consumer<StreamOptions.Limits<?>>> change) {
        set(
                prefix + ".connect-timeout",
                each -> stream.apply(each).getConnectTimeout(),
                value -> change.accept(limits -> limits.connectTimeout(value)));
        set(
                prefix + ".write-timeout",
                each -> stream.apply(each).getWriteTimeout(),
                value -> change.accept(limits -> limits.writeTimeout(value)));
        set(
                prefix + ".idle-timeout",
                each -> stream.apply(each).getIdleTimeout(),
                value -> change.accept(limits -> limits.idleTimeout(value)));
        set(
                prefix + ".max-connections",
                each -> stream.apply(each).getMaxConnections(),
                value -> change.accept(limits -> limits.maxConnections(value)));
        set(
                prefix + ".max-queued-packets",
                each -> stream.apply(each).getMaxQueuedPackets(),
                value -> change.accept(limits -> limits.maxQueuedFrames(value)));
        set(
                prefix + ".max-queued-size",
                each -> stream.apply(each).getMaxQueuedSize(),
                size -> change.accept(limits -> limits.maxQueuedBytes(bytes(size))));
        set(
                prefix + ".backlog",
                each -> stream.apply(each).getBacklog(),
                value -> change.accept(limits -> limits.backlog(value)));
    }

    private <T> void set(String property, Getter<T> getter, Consumer<T> option) {
        set(property, getter, option, getter.from(DEFAULTS));
    }

    private <T> void set(String property, Getter<T> getter, Consumer<T> option, @Nullable T byDefault) {
        T value = getter.from(properties);
        if (value == null) {
            return;
        }
        try {
            option.accept(value);
        } catch (IllegalArgumentException refused) {
            throw invalid(property, value, byDefault, refused);
        }
    }

    private ClusterOptions build() {
        try {
            return options.build();
        } catch (IllegalArgumentException refused) {
            String message = String.valueOf(refused.getMessage());
            for (Map.Entry<String, Setting> each : FOUND_WHEN_BUILT.entrySet()) {
                Setting setting = each.getValue();
                Object value = setting.getter.from(properties);
                if (message.startsWith(each.getKey())
                        && value != null
                        && !value.equals(setting.getter.from(DEFAULTS))) {
                    throw invalid(setting.property, value, setting.getter.from(DEFAULTS), refused);
                }
            }
            throw refused; // set by a customizer
        } catch (ClusterException unknownProtocol) {
            if (!properties.areProtocolsNamed()) {
                throw unknownProtocol;
            }
            throw new InvalidClusterPropertyException(
                    "cluster.protocols",
                    properties.getProtocols(),
                    String.valueOf(unknownProtocol.getMessage()).replaceFirst(OPTION, "cluster.protocols"),
                    "Change 'cluster.protocols', or add a bean of type ClusterProtocolFactory with that id.",
                    unknownProtocol);
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

    private static InvalidClusterPropertyException invalid(
            String property, Object value, @Nullable Object byDefault, IllegalArgumentException refused) {
        // The core names its option first; a user of the starter knows it by the property.
        String reason = String.valueOf(refused.getMessage()).replaceFirst(OPTION, property);
        boolean none = byDefault == null
                || byDefault.equals("")
                || (byDefault instanceof Collection<?> several && several.isEmpty());
        String removed = none ? "remove it" : "remove it to use the default, " + byDefault;
        Object shown = value instanceof InetAddress address ? address.getHostAddress() : value;
        return new InvalidClusterPropertyException(
                property, shown, reason, "Change '" + property + "', or " + removed + ".", refused);
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static String[] strings(List<String> values) {
        return values.toArray(String[]::new);
    }

    /** What an int can't hold is beyond all limits of the core. */
    private static int bytes(DataSize size) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size.toBytes()));
    }

    private record Setting(String property, Getter<?> getter) {}

    @FunctionalInterface
    private interface Getter<T> {
        @Nullable
        T from(ClusterProperties properties);
    }
}
