package io.clusterkit.protocol.tcp;

import io.clusterkit.protocol.stream.StreamOptions;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to use TCP.
 *
 * @param port to listen on; 0 for a free one, a new one each time the server is opened anew
 * @param bindAddress to listen on; null for all of this host's
 * @param stream the limits of connections
 */
public record TcpOptions(int port, @Nullable InetAddress bindAddress, StreamOptions stream) {
    public TcpOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("option port is " + port + ", allowed is 0 to 65535");
        }
        if (bindAddress != null && bindAddress.isMulticastAddress()) {
            throw new IllegalArgumentException("option bindAddress is " + bindAddress.getHostAddress()
                    + ", allowed is an address of this host, not a multicast one");
        }
    }

    /** The defaults, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    public static TcpOptions defaults() {
        return builder().build();
    }

    /** Collects options; they are checked when built. Not thread-safe. */
    public static final class Builder {
        private final StreamOptions.Builder stream = StreamOptions.builder();
        private int port;
        private @Nullable InetAddress bindAddress;

        private Builder() {}

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder bindAddress(@Nullable InetAddress value) {
            bindAddress = value;
            return this;
        }

        public Builder connectTimeout(Duration value) {
            stream.connectTimeout(value);
            return this;
        }

        public Builder writeTimeout(Duration value) {
            stream.writeTimeout(value);
            return this;
        }

        public Builder idleTimeout(Duration value) {
            stream.idleTimeout(value);
            return this;
        }

        public Builder maxFrameBytes(int value) {
            stream.maxFrameBytes(value);
            return this;
        }

        public Builder maxConnections(int value) {
            stream.maxConnections(value);
            return this;
        }

        public Builder maxQueuedFrames(int value) {
            stream.maxQueuedFrames(value);
            return this;
        }

        public Builder maxQueuedBytes(int value) {
            stream.maxQueuedBytes(value);
            return this;
        }

        public Builder backlog(int value) {
            stream.backlog(value);
            return this;
        }

        public TcpOptions build() {
            return new TcpOptions(port, bindAddress, stream.build());
        }
    }
}
