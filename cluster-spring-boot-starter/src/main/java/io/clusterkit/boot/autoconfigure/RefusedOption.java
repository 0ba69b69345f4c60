package io.clusterkit.boot.autoconfigure;

import io.clusterkit.ClusterException;
import io.clusterkit.ClusterOptions;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which property is meant when the core refuses an option. Loaded only then. */
final class RefusedOption {
    /** How the core begins what it says of an option: {@code port}, {@code option interfaces}, {@code tcp: option port}. */
    private static final Pattern OPTION = Pattern.compile("^(\\w+: )?(?:option )?(\\w+)");

    private static final ClusterProperties DEFAULTS = new ClusterProperties();

    private static final Map<String, Property> PROPERTIES = properties();

    private RefusedOption() {}

    /** What to throw: with the property and its value; as it is if no property but a customizer set the option. */
    static RuntimeException explained(ClusterProperties properties, IllegalArgumentException refused) {
        Matcher option = OPTION.matcher(String.valueOf(refused.getMessage()));
        if (!option.find()) {
            return refused;
        }
        String scope = option.group(1);
        Property property = PROPERTIES.get(scope == null ? option.group(2) : scope + option.group(2));
        if (property == null) {
            return refused;
        }
        Object value = property.getter.from(properties);
        Object byDefault = property.byDefault;
        if (value == null || value.equals(byDefault)) {
            return refused;
        }
        boolean none = byDefault == null
                || byDefault.equals("")
                || (byDefault instanceof Collection<?> several && several.isEmpty());
        String removed = none ? "remove it" : "remove it to use the default, " + byDefault;
        return new InvalidClusterPropertyException(
                property.name,
                value instanceof InetAddress address ? address.getHostAddress() : value,
                // The core names its option first; a user of the starter knows it by the property.
                option.replaceFirst(property.name),
                "Change '" + property.name + "', or " + removed + ".",
                refused);
    }

    /** As above, for a protocol that there is not. */
    static RuntimeException explained(ClusterProperties properties, ClusterException unknownProtocol) {
        if (!properties.areProtocolsNamed()) {
            return unknownProtocol;
        }
        return new InvalidClusterPropertyException(
                "cluster.protocols",
                properties.getProtocols(),
                OPTION.matcher(String.valueOf(unknownProtocol.getMessage())).replaceFirst("cluster.protocols"),
                "Change 'cluster.protocols', or add a bean of type ClusterProtocolFactory with that id.",
                unknownProtocol);
    }

    private static Map<String, Property> properties() {
        Map<String, Property> all = new HashMap<>();
        all.put(
                "address",
                new Property("cluster.address", ClusterProperties::getAddress, ClusterOptions.DEFAULT_ADDRESS));
        all.put("port", new Property("cluster.port", ClusterProperties::getPort, ClusterOptions.DEFAULT_PORT));
        add(all, "name", "name", ClusterProperties::getName);
        add(all, "remote", "remote", ClusterProperties::getRemote);
        add(all, "ttl", "ttl", ClusterProperties::getTtl);
        add(all, "heartbeat", "heartbeat", ClusterProperties::getHeartbeat);
        add(all, "channels", "channels", ClusterProperties::getChannels);
        add(all, "tags", "tags", ClusterProperties::getTags);
        add(all, "protocols", "protocols", ClusterProperties::getProtocols);
        add(all, "required", "required-protocols", each -> new RequiredProtocols(each).ids());
        add(all, "interfaces", "interfaces", ClusterProperties::getInterfaces);
        add(all, "maxMembers", "max-members", ClusterProperties::getMaxMembers);
        add(all, "drainTimeout", "drain-timeout", ClusterProperties::getDrainTimeout);
        add(all, "queryTimeout", "query.timeout", each -> each.getQuery().getTimeout());
        add(all, "maxDatagramBytes", "max-datagram-size", ClusterProperties::getMaxDatagramSize);
        add(all, "maxFrameBytes", "max-packet-size", ClusterProperties::getMaxPacketSize);
        add(all, "send: protocols", "send.protocols", each -> each.getSend().getProtocols());
        add(all, "send: multicastAbove", "send.multicast-above", each -> each.getSend()
                .getMulticastAbove());
        add(all, "send: retryDelay", "send.retry-delay", each -> each.getSend().getRetryDelay());
        add(all, "send: maxRetryDelay", "send.max-retry-delay", each -> each.getSend()
                .getMaxRetryDelay());
        add(all, "multicast: receiveBufferBytes", "protocol.multicast.receive-buffer-size", each -> each.getProtocol()
                .getMulticast()
                .getReceiveBufferSize());
        add(all, "tcp: port", "protocol.tcp.port", each -> each.getProtocol()
                .getTcp()
                .getPort());
        add(all, "tcp: bindAddress", "protocol.tcp.bind-address", each -> each.getProtocol()
                .getTcp()
                .getBindAddress());
        addStream(all, "tcp", each -> each.getProtocol().getTcp());
        add(all, "unix: path", "protocol.unix.path", each -> each.getProtocol()
                .getUnix()
                .getPath());
        addStream(all, "unix", each -> each.getProtocol().getUnix());
        return all;
    }

    private static void addStream(
            Map<String, Property> all, String protocol, Function<ClusterProperties, ProtocolProperties.Stream> stream) {
        String option = protocol + ": ";
        String property = "protocol." + protocol + ".";
        add(all, option + "connectTimeout", property + "connect-timeout", each -> stream.apply(each)
                .getConnectTimeout());
        add(all, option + "writeTimeout", property + "write-timeout", each -> stream.apply(each)
                .getWriteTimeout());
        add(all, option + "idleTimeout", property + "idle-timeout", each -> stream.apply(each)
                .getIdleTimeout());
        add(all, option + "maxConnections", property + "max-connections", each -> stream.apply(each)
                .getMaxConnections());
        add(all, option + "maxQueuedFrames", property + "max-queued-packets", each -> stream.apply(each)
                .getMaxQueuedPackets());
        add(all, option + "maxQueuedBytes", property + "max-queued-size", each -> stream.apply(each)
                .getMaxQueuedSize());
        add(all, option + "backlog", property + "backlog", each -> stream.apply(each)
                .getBacklog());
    }

    private static void add(Map<String, Property> all, String option, String property, Getter getter) {
        all.put(option, new Property("cluster." + property, getter, getter.from(DEFAULTS)));
    }

    private record Property(
            String name, Getter getter, @Nullable Object byDefault) {}

    @FunctionalInterface
    private interface Getter {
        @Nullable
        Object from(ClusterProperties properties);
    }
}
