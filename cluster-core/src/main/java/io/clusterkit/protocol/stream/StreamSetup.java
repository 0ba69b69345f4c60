package io.clusterkit.protocol.stream;

import io.clusterkit.packet.PacketFactory;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TimeSource;
import io.clusterkit.runtime.WaitingCallers;

/** What all parts of one protocol share; nothing of it changes. */
record StreamSetup(
        StreamSockets sockets,
        StreamOptions options,
        ClusterRuntime runtime,
        StreamCounters counters,
        PacketFactory packets,
        WaitingCallers callers) {
    TimeSource time() {
        return runtime.time();
    }
}
