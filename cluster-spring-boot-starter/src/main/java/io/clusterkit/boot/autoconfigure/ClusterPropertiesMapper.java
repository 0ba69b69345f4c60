package io.clusterkit.boot.autoconfigure;

import io.clusterkit.ClusterOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Makes options of properties, and says which property is meant when an option is refused. */
final class ClusterPropertiesMapper {
    private static final ClusterProperties DEFAULTS = new ClusterProperties();

    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    private final ClusterProperties properties;

    ClusterPropertiesMapper(ClusterProperties properties) {
        this.properties = properties;
    }

    /**
     * The options that the properties and then the customizers ask for.
     *
     * @throws InvalidClusterPropertyException if a property's value is refused
     */
    ClusterOptions options(Stream<ClusterCustomizer> customizers) {
        ClusterOptions.Builder options = ClusterOptions.builder();
        apply(options);
        customizers.forEach(customizer -> customizer.customize(options));
        return build(options);
    }

    private void apply(ClusterOptions.Builder options) {
        set("cluster.address", ClusterProperties::getAddress, options::address);
        set("cluster.port", ClusterProperties::getPort, options::port);
        set("cluster.remote", ClusterProperties::getRemote, options::remote);
        set("cluster.ttl", ClusterProperties::getTtl, options::ttl);
        set("cluster.heartbeat", ClusterProperties::getHeartbeat, options::heartbeat);
        set("cluster.channels", ClusterProperties::getChannels, channels -> options.channels(longs(channels)));
        set("cluster.tags", ClusterProperties::getTags, tags -> options.tags(tags));
        set("cluster.protocols", ClusterProperties::getProtocols, ids -> options.protocols(strings(ids)));
        set("cluster.interfaces", ClusterProperties::getInterfaces, names -> options.interfaces(strings(names)));
        set("cluster.drain-timeout", ClusterProperties::getDrainTimeout, ClusterPropertiesMapper::requireDrainTimeout);
        set("cluster.query.timeout", each -> each.getQuery().getTimeout(), options::queryTimeout);
        set(
                "cluster.max-datagram-size",
                ClusterProperties::getMaxDatagramSize,
                size -> options.maxDatagramBytes(bytes(size)));
        set("cluster.max-packet-size", ClusterProperties::getMaxPacketSize, size -> options.maxFrameBytes(bytes(size)));
    }

    private <T> void set(String property, Getter<T> getter, Consumer<T> option) {
        T value = getter.from(properties);
        if (value == null) {
            return;
        }
        try {
            option.accept(value);
        } catch (IllegalArgumentException refused) {
            throw invalid(property, value, getter.from(DEFAULTS), refused);
        }
    }

    private ClusterOptions build(ClusterOptions.Builder options) {
        try {
            return options.build();
        } catch (IllegalArgumentException refused) {
            // Left for last are options that do not go together: a heartbeat and its time to live.
            if (properties.getHeartbeat() == null) {
                throw refused;
            }
            throw invalid("cluster.heartbeat", properties.getHeartbeat(), DEFAULTS.getHeartbeat(), refused);
        }
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
        String reason = String.valueOf(refused.getMessage()).replaceFirst("^\\w+", property);
        String removed = byDefault == null || (byDefault instanceof Collection<?> several && several.isEmpty())
                ? "remove it"
                : "remove it to use the default, " + byDefault;
        return new InvalidClusterPropertyException(
                property, value, reason, "Change '" + property + "', or " + removed + ".", refused);
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

    @FunctionalInterface
    private interface Getter<T> {
        @Nullable
        T from(ClusterProperties properties);
    }
}
