package io.clusterkit.multiplexer;

import io.clusterkit.runtime.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Collects how a multiplexer is to be; a bad value is refused when it is set. Not thread-safe. */
public final class MultiplexerBuilder {
    public static final String DEFAULT_NAME = "multiplexer";
    public static final Level DEFAULT_LOG_LEVEL = Level.WARN;
    public static final int DEFAULT_MAX_CLIENTS = 10_000;
    public static final int DEFAULT_CLIENT_BUFFER_BYTES = 1 << 20;
    public static final Duration DEFAULT_SLOW_CLIENT_PATIENCE = Duration.ofSeconds(1);
    public static final Duration DEFAULT_STOPPED_SENDERS_PATIENCE = Duration.ofMinutes(1);
    public static final Duration DEFAULT_HALF_CLOSED_TIMEOUT = Duration.ofMinutes(1);
    public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private static final int LEAST_BUFFER_BYTES = 4 * 1024;

    /** A TLS record must fit into half a buffer. */
    private static final int LEAST_TLS_BUFFER_BYTES = 64 * 1024;

    private static final Duration LONGEST = Duration.ofDays(365);

    private final List<MultiplexerFilter> filters = new ArrayList<>();
    private final List<MultiplexerAccessFilter> accessFilters = new ArrayList<>();
    private final List<MultiplexerExitFilter> exitFilters = new ArrayList<>();
    private String name = DEFAULT_NAME;
    private int port;
    private @Nullable InetAddress bindAddress;
    private @Nullable Path unixSocket;
    private boolean sendToOrigin;
    private Level logLevel = DEFAULT_LOG_LEVEL;
    private int maxClients = DEFAULT_MAX_CLIENTS;
    private int maxClientsPerAddress = Integer.MAX_VALUE;
    private int connectsPerAddress;
    private Duration connectPeriod = Duration.ofSeconds(1);
    private int clientBufferBytes = DEFAULT_CLIENT_BUFFER_BYTES;
    private SlowClientPolicy slowClientPolicy = SlowClientPolicy.DROP_CLIENT;
    private @Nullable Duration slowClientPatience;
    private Duration idleTimeout = Duration.ZERO;
    private Duration halfClosedTimeout = DEFAULT_HALF_CLOSED_TIMEOUT;
    private Duration handshakeTimeout = DEFAULT_HANDSHAKE_TIMEOUT;
    private @Nullable Supplier<SSLEngine> sslEngines;
    private TimeSource time = TimeSource.system();

    MultiplexerBuilder() {}

    /** Appears in the names of its thread and its logger, and in messages. */
    public MultiplexerBuilder name(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("option name is blank, a multiplexer needs a name");
        }
        name = value;
        return this;
    }

    /** To listen on; 0, the default, for a free one, see {@link Multiplexer#port}. */
    public MultiplexerBuilder port(int value) {
        port = inRange("port", value, 0, 65_535);
        return this;
    }

    /** To listen on; null, the default, for all of this host's. */
    public MultiplexerBuilder bindAddress(@Nullable InetAddress value) {
        bindAddress = value;
        return this;
    }

    /**
     * To listen on a Unix socket instead of a port. Its directory is made if missing; it must belong to this process's
     * user, and nobody else may have rights in it. A file that a dead server left is replaced.
     */
    public MultiplexerBuilder unixSocket(Path value) {
        unixSocket = UnixSocketFile.checked(value);
        return this;
    }

    /** Whether a sender receives what it sent; false by default. */
    public MultiplexerBuilder sendToOrigin(boolean value) {
        sendToOrigin = value;
        return this;
    }

    /** From which level on it logs; {@code WARN} by default. The logging backend must let it through, too. */
    public MultiplexerBuilder logLevel(Level value) {
        logLevel = Objects.requireNonNull(value, "logLevel");
        return this;
    }

    /** Adds a filter of data, behind those added before. */
    public MultiplexerBuilder addFilter(MultiplexerFilter filter) {
        filters.add(Objects.requireNonNull(filter, "filter"));
        return this;
    }

    /** Adds a filter of connections, behind those added before. */
    public MultiplexerBuilder addAccessFilter(MultiplexerAccessFilter filter) {
        accessFilters.add(Objects.requireNonNull(filter, "filter"));
        return this;
    }

    /** Adds a filter that is told when clients have left, behind those added before. */
    public MultiplexerBuilder addExitFilter(MultiplexerExitFilter filter) {
        exitFilters.add(Objects.requireNonNull(filter, "filter"));
        return this;
    }

    /** How many clients there may be; {@value #DEFAULT_MAX_CLIENTS} by default. */
    public MultiplexerBuilder maxClients(int value) {
        maxClients = inRange("maxClients", value, 1, Integer.MAX_VALUE);
        return this;
    }

    /** How many clients there may be from one address; as many as there may be by default. */
    public MultiplexerBuilder maxClientsPerAddress(int value) {
        maxClientsPerAddress = inRange("maxClientsPerAddress", value, 1, Integer.MAX_VALUE);
        return this;
    }

    /**
     * How often one address may connect: {@code connects} times at once, and so many times in each period; without limit
     * by default.
     */
    public MultiplexerBuilder connectRatePerAddress(int connects, Duration period) {
        connectsPerAddress = inRange("connectRatePerAddress", connects, 1, 1_000_000);
        connectPeriod = inRange("connectRatePerAddress", period, Duration.ofMillis(1));
        return this;
    }

    /**
     * What may wait for one client, 1 MiB by default. Each waiting chunk counts its size and 64 bytes. Chunks that wait
     * for many clients count for each, though they are in memory once.
     */
    public MultiplexerBuilder clientBufferBytes(int value) {
        clientBufferBytes = inRange("clientBufferBytes", value, LEAST_BUFFER_BYTES, 1 << 30);
        return this;
    }

    /** What happens when more would wait for a client; {@link SlowClientPolicy#DROP_CLIENT} by default. */
    public MultiplexerBuilder slowClientPolicy(SlowClientPolicy value) {
        slowClientPolicy = Objects.requireNonNull(value, "slowClientPolicy");
        return this;
    }

    /**
     * How long a client for which more than half a buffer waits may hold back the senders, for each full buffer of data
     * it takes: so a burst does not cost those clients who are only a little late. Zero: never. By default 1 second; 1
     * minute with {@link SlowClientPolicy#STOP_READING_SENDERS}, after which the client is closed, and where zero is not
     * allowed.
     */
    public MultiplexerBuilder slowClientPatience(Duration value) {
        slowClientPatience = inRange("slowClientPatience", value, Duration.ZERO);
        return this;
    }

    /** Clients with which no byte went in either direction for so long are closed; zero, the default: never. */
    public MultiplexerBuilder idleTimeout(Duration value) {
        idleTimeout = inRange("idleTimeout", value, Duration.ZERO);
        return this;
    }

    /**
     * A client that ended its output still receives, until it was sent nothing for so long; 1 minute by default. TCP
     * does not tell such a client from one that is gone before something is sent to it. Zero: it is closed at once.
     */
    public MultiplexerBuilder halfClosedTimeout(Duration value) {
        halfClosedTimeout = inRange("halfClosedTimeout", value, Duration.ZERO);
        return this;
    }

    /** How long a TLS handshake may take; 10 seconds by default. */
    public MultiplexerBuilder handshakeTimeout(Duration value) {
        handshakeTimeout = inRange("handshakeTimeout", value, Duration.ofMillis(1));
        return this;
    }

    /**
     * Clients must speak TLS.
     *
     * @param contexts asked for each connection, so that certificates may be renewed; must not block
     * @param needClientAuth whether clients must show a certificate that the context trusts
     */
    public MultiplexerBuilder ssl(Supplier<SSLContext> contexts, boolean needClientAuth) {
        return sslEngines(() -> {
            SSLEngine engine = contexts.get().createSSLEngine();
            if (needClientAuth) {
                engine.setNeedClientAuth(true);
            }
            return engine;
        });
    }

    /** Clients must speak TLS, by engines that the caller sets up: their ciphers, protocols and client authentication. */
    public MultiplexerBuilder sslEngines(Supplier<SSLEngine> engines) {
        sslEngines = Objects.requireNonNull(engines, "engines");
        return this;
    }

    /** For tests that step the time. */
    MultiplexerBuilder time(TimeSource value) {
        time = value;
        return this;
    }

    /**
     * Opens the socket and begins to accept.
     *
     * @throws IOException with the reason if it can't listen there
     */
    public Multiplexer start() throws IOException {
        Settings settings = settings();
        InstanceLog log = new InstanceLog(name, logLevel, time);
        Counts counts = new Counts();
        Filters all = new Filters(log, counts);
        filters.forEach(all.data::add);
        accessFilters.forEach(all.access::add);
        exitFilters.forEach(all.exit::add);
        return new Multiplexer(settings, sendToOrigin, log, all, counts);
    }

    private Settings settings() {
        boolean stopping = slowClientPolicy == SlowClientPolicy.STOP_READING_SENDERS;
        Duration patience = slowClientPatience != null
                ? slowClientPatience
                : stopping ? DEFAULT_STOPPED_SENDERS_PATIENCE : DEFAULT_SLOW_CLIENT_PATIENCE;
        if (stopping && patience.isZero()) {
            throw new IllegalArgumentException(
                    "option slowClientPatience is zero, not allowed with " + slowClientPolicy);
        }
        if (unixSocket != null && (port != 0 || bindAddress != null)) {
            throw new IllegalArgumentException("options unixSocket and port or bindAddress exclude each other");
        }
        if (sslEngines != null) {
            inRange("clientBufferBytes", clientBufferBytes, LEAST_TLS_BUFFER_BYTES, 1 << 30);
        }
        return new Settings(
                name,
                port,
                bindAddress,
                unixSocket,
                maxClients,
                maxClientsPerAddress,
                connectsPerAddress,
                connectPeriod,
                clientBufferBytes,
                slowClientPolicy,
                patience,
                idleTimeout,
                halfClosedTimeout,
                handshakeTimeout,
                sslEngines,
                time);
    }

    private static int inRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "option " + option + " is " + value + ", allowed is " + least + " to " + most);
        }
        return value;
    }

    private static Duration inRange(String option, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "option " + option + " is " + value + ", allowed is " + least + " to " + LONGEST);
        }
        return value;
    }
}
