package io.clusterkit.protocol.multicast;

import io.clusterkit.runtime.Counters;
import java.util.concurrent.atomic.LongAdder;

/** What is counted. */
final class MulticastCounters {
    final LongAdder sent;
    final LongAdder sendFailed;
    /** Frames not sent because they are larger than allowed. */
    final LongAdder oversize;
    /** Senders made anew after an error. */
    final LongAdder senderRebuilt;

    final LongAdder received;
    /** Datagrams larger than any that can be sent over IPv4; dropped. */
    final LongAdder truncated;
    /** Beacons of others; dropped. */
    final LongAdder foreignBeacons;
    /** Datagrams lost because what takes them failed. */
    final LongAdder receiverFailed;
    /** Frames put together of several datagrams. */
    final LongAdder joined;
    /** Frames of several datagrams of which a part did not come. */
    final LongAdder unfinished;
    /** Interfaces chosen. */
    final LongAdder chosen;

    MulticastCounters(Counters counters) {
        sent = counters.of("multicast.datagrams.sent");
        sendFailed = counters.of("multicast.datagrams.failed");
        oversize = counters.of("multicast.datagrams.oversize");
        senderRebuilt = counters.of("multicast.sender.rebuilt");
        received = counters.of("multicast.datagrams.received");
        truncated = counters.of("multicast.datagrams.truncated");
        foreignBeacons = counters.of("multicast.beacons.foreign");
        receiverFailed = counters.of("multicast.datagrams.receiver-failed");
        joined = counters.of("multicast.datagrams.joined");
        unfinished = counters.of("multicast.datagrams.unfinished");
        chosen = counters.of("multicast.interfaces.chosen");
    }
}
