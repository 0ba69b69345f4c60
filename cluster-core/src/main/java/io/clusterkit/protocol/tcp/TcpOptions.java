package io.clusterkit.protocol.tcp;

import io.clusterkit.protocol.stream.StreamOptions;
import java.net.InetAddress;
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
    public static final class Builder extends StreamOptions.Limits<Builder> {
        private int port;
        private @Nullable InetAddress bindAddress;

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /** To listen on, 0 to 65535; default 0, a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** To listen on, one of this host's; default null, all of them. */
        public Builder bindAddress(@Nullable InetAddress value) {
            bindAddress = value;
            return this;
        }

        public TcpOptions build() {
            return new TcpOptions(port, bindAddress, limits());
        }
    }
}
