package io.clusterkit.multiplexer;

import io.clusterkit.runtime.TimeSource;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** What a multiplexer was started with, checked by its builder. Zero durations mean "never" where they may be zero. */
record Settings(
        String name,
        int port,
        @Nullable InetAddress bindAddress,
        @Nullable Path unixSocket,
        int maxClients,
        int maxClientsPerAddress,
        int connectsPerAddress,
        Duration connectPeriod,
        int clientBufferBytes,
        SlowClientPolicy slowClientPolicy,
        Duration slowClientPatience,
        Duration idleTimeout,
        Duration halfClosedTimeout,
        Duration handshakeTimeout,
        @Nullable Supplier<SSLEngine> sslEngines,
        TimeSource time) {

    private static final int LARGEST_READ = 64 * 1024;

    /** Above this a client is behind: it may hold the senders back. */
    long highMark() {
        return clientBufferBytes / 2;
    }

    /** At this a client that was behind has caught up. */
    long lowMark() {
        return clientBufferBytes / 4;
    }

    /** What is read at once: so much fits into a client's buffer whenever it is not behind. */
    int readBytes() {
        return Math.min(LARGEST_READ, clientBufferBytes / 2 - Chunk.OVERHEAD);
    }
}
