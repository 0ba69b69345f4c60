package io.clusterkit.boot.autoconfigure;

import io.clusterkit.boot.handler.ErrorDetails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/** Properties of this application's member. */
@ConfigurationProperties("cluster")
public class ClusterProperties {
    /**
     * Whether this application is a member of a cluster. If not, no socket is opened.
     */
    private boolean enabled = true;

    /**
     * Name of the cluster, which keeps it apart from others by a multicast address and port of its own, made of the name.
     * By default that of tcl-cluster, without a name.
     */
    private String name = "";

    /**
     * Multicast group by which members find each other, an IPv4 or IPv6 address. Not together with a name.
     */
    private @Nullable String address;

    /**
     * Multicast port, from 1 to 65535. Members with the same address and port find each other. Not together with a name.
     */
    private @Nullable Integer port;

    /**
     * How many hops packets may go, from 0 to 255. With 0 they do not leave this host. What leaves it is neither
     * encrypted nor authenticated.
     */
    private int remote = 0;

    /**
     * How long a member is known that is not heard, at least 1 s.
     */
    private Duration ttl = Duration.ofMinutes(10);

    /**
     * From one heartbeat to the next, at least 100 ms and shorter than the time to live. By default a random time
     * between 110 and 140 s, so that members do not speak all at once.
     */
    private @Nullable Duration heartbeat;

    /**
     * Channels to be on beside 0, 1 and 2, which every member is on.
     */
    private List<Long> channels = new ArrayList<>();

    /**
     * Words by which other members find this one. Beans may add to them.
     */
    private List<String> tags = new ArrayList<>();

    /**
     * Whether the application's name, "spring.application.name", is one of the tags.
     */
    private boolean applicationNameTag = true;

    /**
     * Protocols by id, the one that others should use first at the front. The multicast "c" is always among them.
     */
    private List<String> protocols = new ArrayList<>(List.of("u", "t", "c"));

    /**
     * Protocols without which the application does not start. By default those that "cluster.protocols" names, but for
     * "c", and those that have a port, path or interface set.
     */
    private @Nullable List<String> requiredProtocols;

    /**
     * Network interfaces for multicast, by name, pattern ("eth*") or network ("10.0.0.0/8"); the first that works is
     * used. By default found by trying.
     */
    private List<String> interfaces = new ArrayList<>();

    /**
     * How many other members are known at most, from 1 to 1000000. More are ignored and counted.
     */
    private int maxMembers = 10_000;

    /**
     * How long the member waits for what is under way before it leaves, while others do not resolve it any more; at most
     * 1 h. With 0 it leaves at once.
     */
    private Duration drainTimeout = Duration.ofMillis(500);

    /**
     * Larger packets never go by multicast; from 256 to 65507 bytes.
     */
    private DataSize maxDatagramSize = DataSize.ofBytes(1200);

    /**
     * Larger packets are neither sent nor taken; from 1 KB to 1 GB.
     */
    private DataSize maxPacketSize = DataSize.ofMegabytes(4);

    private boolean protocolsNamed;

    private final Query query = new Query();

    private final Send send = new Send();

    @NestedConfigurationProperty
    private final ProtocolProperties protocol = new ProtocolProperties();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public @Nullable String getAddress() {
        return address;
    }

    public void setAddress(@Nullable String address) {
        this.address = address;
    }

    public @Nullable Integer getPort() {
        return port;
    }

    public void setPort(@Nullable Integer port) {
        this.port = port;
    }

    public int getRemote() {
        return remote;
    }

    public void setRemote(int remote) {
        this.remote = remote;
    }

    public Duration getTtl() {
        return ttl;
    }

    public void setTtl(Duration ttl) {
        this.ttl = ttl;
    }

    public @Nullable Duration getHeartbeat() {
        return heartbeat;
    }

    public void setHeartbeat(@Nullable Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    public List<Long> getChannels() {
        return channels;
    }

    public void setChannels(List<Long> channels) {
        this.channels = channels;
    }

    public List<String> getTags() {
        return tags;
    }

    public void setTags(List<String> tags) {
        this.tags = tags;
    }

    public boolean isApplicationNameTag() {
        return applicationNameTag;
    }

    public void setApplicationNameTag(boolean applicationNameTag) {
        this.applicationNameTag = applicationNameTag;
    }

    public List<String> getProtocols() {
        return protocols;
    }

    public void setProtocols(List<String> protocols) {
        this.protocols = protocols;
        this.protocolsNamed = true;
    }

    /** Whether the protocols were set, be it to the default: what is asked for by name is wanted more. */
    boolean areProtocolsNamed() {
        return protocolsNamed;
    }

    public @Nullable List<String> getRequiredProtocols() {
        return requiredProtocols;
    }

    public void setRequiredProtocols(@Nullable List<String> requiredProtocols) {
        this.requiredProtocols = requiredProtocols;
    }

    public List<String> getInterfaces() {
        return interfaces;
    }

    public void setInterfaces(List<String> interfaces) {
        this.interfaces = interfaces;
    }

    public int getMaxMembers() {
        return maxMembers;
    }

    public void setMaxMembers(int maxMembers) {
        this.maxMembers = maxMembers;
    }

    public Duration getDrainTimeout() {
        return drainTimeout;
    }

    public void setDrainTimeout(Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    public DataSize getMaxDatagramSize() {
        return maxDatagramSize;
    }

    public void setMaxDatagramSize(DataSize maxDatagramSize) {
        this.maxDatagramSize = maxDatagramSize;
    }

    public DataSize getMaxPacketSize() {
        return maxPacketSize;
    }

    public void setMaxPacketSize(DataSize maxPacketSize) {
        this.maxPacketSize = maxPacketSize;
    }

    public Query getQuery() {
        return query;
    }

    public Send getSend() {
        return send;
    }

    public ProtocolProperties getProtocol() {
        return protocol;
    }

    /** Properties of queries. */
    public static class Query {
        /**
         * How long a query waits for answers unless it says otherwise, at least 1 ms.
         */
        private Duration timeout = Duration.ofSeconds(30);

        /**
         * What a member that asks is told of an exception in a handler method: its message, only its type, or only that
         * the query failed.
         */
        private ErrorDetails errorDetails = ErrorDetails.MESSAGE;

        public Duration getTimeout() {
            return timeout;
        }

        public void setTimeout(Duration timeout) {
            this.timeout = timeout;
        }

        public ErrorDetails getErrorDetails() {
            return errorDetails;
        }

        public void setErrorDetails(ErrorDetails errorDetails) {
            this.errorDetails = errorDetails;
        }
    }

    /** Properties of what is sent, unless a call says otherwise. */
    public static class Send {
        /**
         * Only these protocols, in this order. By default those of each receiver, in its order.
         */
        private List<String> protocols = new ArrayList<>();

        /**
         * Whether multicast is used when nothing else reaches a member. Protocols that are listed are used in any case.
         */
        private boolean multicastFallback = true;

        /**
         * An event for more receivers than this is multicast once, if it fits a datagram and has no headers that one of
         * them understands, instead of sent to each.
         */
        private int multicastAbove = 3;

        /**
         * Whether a member is told of its protocols that failed, and the cluster of a member that can't be reached.
         */
        private boolean reports = true;

        /**
         * How long a protocol that failed is put behind the others, doubled with each further failure; from 1 ms to 1 day.
         */
        private Duration retryDelay = Duration.ofSeconds(1);

        /**
         * What the doubling of the retry delay ends at, from 1 ms to 1 day.
         */
        private Duration maxRetryDelay = Duration.ofSeconds(60);

        public List<String> getProtocols() {
            return protocols;
        }

        public void setProtocols(List<String> protocols) {
            this.protocols = protocols;
        }

        public boolean isMulticastFallback() {
            return multicastFallback;
        }

        public void setMulticastFallback(boolean multicastFallback) {
            this.multicastFallback = multicastFallback;
        }

        public int getMulticastAbove() {
            return multicastAbove;
        }

        public void setMulticastAbove(int multicastAbove) {
            this.multicastAbove = multicastAbove;
        }

        public boolean isReports() {
            return reports;
        }

        public void setReports(boolean reports) {
            this.reports = reports;
        }

        public Duration getRetryDelay() {
            return retryDelay;
        }

        public void setRetryDelay(Duration retryDelay) {
            this.retryDelay = retryDelay;
        }

        public Duration getMaxRetryDelay() {
            return maxRetryDelay;
        }

        public void setMaxRetryDelay(Duration maxRetryDelay) {
            this.maxRetryDelay = maxRetryDelay;
        }
    }
}
