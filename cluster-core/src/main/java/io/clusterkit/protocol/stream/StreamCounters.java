package io.clusterkit.protocol.stream;

import io.clusterkit.runtime.Counters;
import java.util.concurrent.atomic.LongAdder;

/** What is counted; each name begins with the word for the kind of sockets, as in {@code tcp.connections.opened}. */
final class StreamCounters {
    /** Connections opened by this side. */
    final LongAdder opened;
    /** Connections opened by others. */
    final LongAdder accepted;

    final LongAdder closed;
    /** Connections closed at once: over the cap, no thread to read them, or not admitted. */
    final LongAdder refused;

    final LongAdder connectFailed;
    /** Connections closed because nothing passed for too long. */
    final LongAdder idle;
    /** Connections that broke, other than by a close. */
    final LongAdder broken;
    /** Connections closed because what takes their bytes failed. */
    final LongAdder receiverFailed;
    /** Connections closed because a flush took too long. */
    final LongAdder writeTimeout;

    final LongAdder framesSent;
    final LongAdder framesFailed;
    /** Those of the failed frames that may have arrived nevertheless. */
    final LongAdder framesUncertain;

    final LongAdder framesOversize;
    /** Frames that found their queue full, and it stayed so. */
    final LongAdder queueFull;

    final LongAdder flushes;
    /** Servers opened anew. */
    final LongAdder serverReopened;

    StreamCounters(String name, Counters counters) {
        opened = counters.of(name + ".connections.opened");
        accepted = counters.of(name + ".connections.accepted");
        closed = counters.of(name + ".connections.closed");
        refused = counters.of(name + ".connections.refused");
        connectFailed = counters.of(name + ".connections.failed");
        idle = counters.of(name + ".connections.idle");
        broken = counters.of(name + ".connections.broken");
        receiverFailed = counters.of(name + ".connections.receiver-failed");
        writeTimeout = counters.of(name + ".connections.write-timeout");
        framesSent = counters.of(name + ".frames.sent");
        framesFailed = counters.of(name + ".frames.failed");
        framesUncertain = counters.of(name + ".frames.uncertain");
        framesOversize = counters.of(name + ".frames.oversize");
        queueFull = counters.of(name + ".frames.queue-full");
        flushes = counters.of(name + ".flushes");
        serverReopened = counters.of(name + ".server.reopened");
    }
}
