package io.clusterkit;

import io.clusterkit.protocol.Protocol;

/** Makes the protocols that come with the library. */
@SuppressWarnings("DoNotCallSuggester")
final class StandardProtocols {
    private StandardProtocols() {}

    static Protocol multicast(ClusterOptions options) {
        throw new ClusterException("multicast is not there yet");
    }

    static Protocol tcp(ClusterOptions options) {
        throw new ClusterException("tcp is not there yet");
    }
}
