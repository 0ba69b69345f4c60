package io.clusterkit.protocol.stream;

import io.clusterkit.packet.PacketFactory;
import io.clusterkit.runtime.TimeSource;

/** What all parts of one protocol share; nothing of it changes. */
record StreamSetup(
        StreamSockets sockets,
        StreamOptions options,
        TimeSource time,
        StreamCounters counters,
        PacketFactory packets) {}
