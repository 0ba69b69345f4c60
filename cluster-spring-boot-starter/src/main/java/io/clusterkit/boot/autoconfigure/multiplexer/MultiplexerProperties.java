package io.clusterkit.boot.autoconfigure.multiplexer;

import io.clusterkit.multiplexer.SlowClientPolicy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of one multiplexer. The annotation is for the metadata alone, which has no way into the values of a map:
 * {@code *} stands for the multiplexer's name. They are bound by {@link MultiplexersProperties}.
 */
@ConfigurationProperties("cluster.multiplexers.*")
public class MultiplexerProperties {
    /**
     * Port to listen on, from 0 to 65535; 0 for a free one.
     */
    private int port = 0;

    /**
     * Address to listen on. By default all of this host's.
     */
    private @Nullable InetAddress address;

    /**
     * Path of a Unix socket to listen on instead of a port. Its directory must be for this user only.
     */
    private @Nullable Path unixSocket;

    /**
     * Whether a sender receives what it sent, too.
     */
    private boolean sendToOrigin = false;

    /**
     * From which level on this multiplexer logs. The logging system must let it through, too.
     */
    private Level logLevel = Level.WARN;

    /**
     * How many clients there may be, at least 1.
     */
    private int maxClients = 10_000;

    /**
     * How many clients there may be from one address, at least 1. By default no limit.
     */
    private @Nullable Integer maxClientsPerAddress;

    /**
     * How often one address may connect at once and in each connect period, from 1 to 1000000. By default no limit.
     */
    private @Nullable Integer connectsPerAddress;

    /**
     * Period of connects-per-address, at least 1 ms.
     */
    private Duration connectPeriod = Duration.ofSeconds(1);

    /**
     * How much may wait for one client, from 4 KB (64 KB with TLS) to 1 GB.
     */
    private DataSize clientBufferSize = DataSize.ofMegabytes(1);

    /**
     * What happens when more would wait for a client.
     */
    private SlowClientPolicy slowClientPolicy = SlowClientPolicy.DROP_CLIENT;

    /**
     * How long a client that is behind may hold the senders back. By default 1 s, or 1 min if the policy is to stop
     * reading senders.
     */
    private @Nullable Duration slowClientPatience;

    /**
     * How long a client may be without any data in either direction. Zero for ever.
     */
    private Duration idleTimeout = Duration.ofSeconds(0);

    /**
     * How long a client that ended its output is kept when nothing is sent to it.
     */
    private Duration halfClosedTimeout = Duration.ofMinutes(1);

    /**
     * How long a TLS handshake may take, at least 1 ms.
     */
    private Duration handshakeTimeout = Duration.ofSeconds(10);

    /**
     * Name of the SSL bundle; with one, clients must speak TLS.
     */
    private @Nullable String sslBundle;

    /**
     * Whether clients show a certificate that the SSL bundle trusts.
     */
    private ClientAuth sslClientAuth = ClientAuth.NONE;

    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public @Nullable InetAddress getAddress() {
        return address;
    }

    public void setAddress(@Nullable InetAddress address) {
        this.address = address;
    }

    public @Nullable Path getUnixSocket() {
        return unixSocket;
    }

    public void setUnixSocket(@Nullable Path unixSocket) {
        this.unixSocket = unixSocket;
    }

    public boolean isSendToOrigin() {
        return sendToOrigin;
    }

    public void setSendToOrigin(boolean sendToOrigin) {
        this.sendToOrigin = sendToOrigin;
    }

    public Level getLogLevel() {
        return logLevel;
    }

    public void setLogLevel(Level logLevel) {
        this.logLevel = logLevel;
    }

    public int getMaxClients() {
        return maxClients;
    }

    public void setMaxClients(int maxClients) {
        this.maxClients = maxClients;
    }

    public @Nullable Integer getMaxClientsPerAddress() {
        return maxClientsPerAddress;
    }

    public void setMaxClientsPerAddress(@Nullable Integer maxClientsPerAddress) {
        this.maxClientsPerAddress = maxClientsPerAddress;
    }

    public @Nullable Integer getConnectsPerAddress() {
        return connectsPerAddress;
    }

    public void setConnectsPerAddress(@Nullable Integer connectsPerAddress) {
        this.connectsPerAddress = connectsPerAddress;
    }

    public Duration getConnectPeriod() {
        return connectPeriod;
    }

    public void setConnectPeriod(Duration connectPeriod) {
        this.connectPeriod = connectPeriod;
    }

    public DataSize getClientBufferSize() {
        return clientBufferSize;
    }

    public void setClientBufferSize(DataSize clientBufferSize) {
        this.clientBufferSize = clientBufferSize;
    }

    public SlowClientPolicy getSlowClientPolicy() {
        return slowClientPolicy;
    }

    public void setSlowClientPolicy(SlowClientPolicy slowClientPolicy) {
        this.slowClientPolicy = slowClientPolicy;
    }

    public @Nullable Duration getSlowClientPatience() {
        return slowClientPatience;
    }

    public void setSlowClientPatience(@Nullable Duration slowClientPatience) {
        this.slowClientPatience = slowClientPatience;
    }

    public Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public Duration getHalfClosedTimeout() {
        return halfClosedTimeout;
    }

    public void setHalfClosedTimeout(Duration halfClosedTimeout) {
        this.halfClosedTimeout = halfClosedTimeout;
    }

    public Duration getHandshakeTimeout() {
        return handshakeTimeout;
    }

    public void setHandshakeTimeout(Duration handshakeTimeout) {
        this.handshakeTimeout = handshakeTimeout;
    }

    public @Nullable String getSslBundle() {
        return sslBundle;
    }

    public void setSslBundle(@Nullable String sslBundle) {
        this.sslBundle = sslBundle;
    }

    public ClientAuth getSslClientAuth() {
        return sslClientAuth;
    }

    public void setSslClientAuth(ClientAuth sslClientAuth) {
        this.sslClientAuth = sslClientAuth;
    }

    /** Whether clients show certificates. */
    public enum ClientAuth {
        /** They are not asked for one. */
        NONE,

        /** They are asked for one and need not show it. */
        WANT,

        /** They must show one. */
        NEED
    }
}
