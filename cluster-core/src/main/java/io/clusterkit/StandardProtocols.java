package io.clusterkit;

import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.multicast.MulticastOptions;
import io.clusterkit.protocol.multicast.MulticastProtocol;
import io.clusterkit.protocol.stream.StreamOptions;
import io.clusterkit.protocol.tcp.TcpOptions;
import io.clusterkit.protocol.tcp.TcpProtocol;
import io.clusterkit.protocol.unix.UnixOptions;
import io.clusterkit.protocol.unix.UnixProtocol;

/** Makes the protocols that come with the library. */
final class StandardProtocols {
    private StandardProtocols() {}

    static Protocol multicast(ClusterOptions options) {
        return new MulticastProtocol(MulticastOptions.builder()
                .group(options.address)
                .port(options.port)
                .timeToLive(options.remote)
                .interfaces(options.interfaces)
                .maxDatagramBytes(options.maxDatagramBytes)
                .build());
    }

    static Protocol unix(ClusterOptions options) {
        return new UnixProtocol(new UnixOptions(
                options.unixPath,
                StreamOptions.builder()
                        .maxFrameBytes(options.maxFrameBytes)
                        .maxQueuedBytes(queuedBytes(options))
                        .build()));
    }

    static Protocol tcp(ClusterOptions options) {
        return new TcpProtocol(TcpOptions.builder()
                .maxFrameBytes(options.maxFrameBytes)
                .maxQueuedBytes(queuedBytes(options))
                .build());
    }

    /** A queue holds at least one of the largest frames. */
    private static int queuedBytes(ClusterOptions options) {
        return Math.max(StreamOptions.builder().build().maxQueuedBytes(), options.maxFrameBytes);
    }
}
