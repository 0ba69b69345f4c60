package io.clusterkit;

import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.multicast.MulticastProtocol;
import io.clusterkit.protocol.tcp.TcpProtocol;
import io.clusterkit.protocol.unix.UnixProtocol;

/** Makes the protocols that come with the library. */
final class StandardProtocols {
    private StandardProtocols() {}

    static Protocol multicast(ClusterOptions options) {
        return new MulticastProtocol(options.multicast);
    }

    static Protocol unix(ClusterOptions options) {
        return new UnixProtocol(options.unix);
    }

    static Protocol tcp(ClusterOptions options) {
        return new TcpProtocol(options.tcp);
    }

    /** Loads what opening them needs beside what they share with stream sockets of any kind. */
    static void preload() {
        UnixProtocol.preload();
        TcpProtocol.preload();
        MulticastProtocol.preload();
    }
}
