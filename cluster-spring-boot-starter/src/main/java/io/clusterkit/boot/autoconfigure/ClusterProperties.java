package io.clusterkit.boot.autoconfigure;

import io.clusterkit.boot.handler.ErrorDetails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/** Properties of this application's member. */
@ConfigurationProperties("cluster")
public class ClusterProperties {
    /**
     * Whether this application is a member of a cluster. If not, no socket is opened.
     */
    private boolean enabled = true;

    /**
     * Multicast group by which members find each other, an IPv4 or IPv6 address.
     */
    private String address = "230.230.230.230";

    /**
     * Multicast port, from 1 to 65535. Members with the same address and port find each other.
     */
    private int port = 23000;

    /**
     * How many hops packets may go, from 0 to 255. With 0 they do not leave this host.
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
     * Words by which other members find this one.
     */
    private List<String> tags = new ArrayList<>();

    /**
     * Protocols by id, the one that others should use first at the front. The multicast "c" is always among them.
     */
    private List<String> protocols = new ArrayList<>(List.of("u", "t", "c"));

    /**
     * Network interfaces for multicast, by name, pattern ("eth*") or network ("10.0.0.0/8"); the first that works is
     * used. By default found by trying.
     */
    private List<String> interfaces = new ArrayList<>();

    private final Query query = new Query();

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

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public String getAddress() {
        return address;
    }

    public void setAddress(String address) {
        this.address = address;
    }

    public int getPort() {
        return port;
    }

    public void setPort(int port) {
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

    public List<String> getProtocols() {
        return protocols;
    }

    public void setProtocols(List<String> protocols) {
        this.protocols = protocols;
    }

    public List<String> getInterfaces() {
        return interfaces;
    }

    public void setInterfaces(List<String> interfaces) {
        this.interfaces = interfaces;
    }

    public Query getQuery() {
        return query;
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
}
