package io.clusterkit.multiplexer;

import io.clusterkit.runtime.Counters;
import java.util.concurrent.atomic.LongAdder;

/** What a multiplexer counts. The adders are held, counting is hot. Thread-safe. */
final class Counts {
    private final Counters counters = new Counters();

    final LongAdder buffered = counters.of("bufferedBytes");
    final LongAdder accepted = counters.of("accepted");
    final LongAdder denied = counters.of("denied");
    final LongAdder handshakesFailed = counters.of("handshakesFailed");
    final LongAdder bytesIn = counters.of("bytesIn");
    final LongAdder bytesOut = counters.of("bytesOut");
    final LongAdder chunksDropped = counters.of("chunksDropped");
    final LongAdder slowClientsDropped = counters.of("slowClientsDropped");
    final LongAdder idleClosed = counters.of("idleClosed");
    final LongAdder filterFailures = counters.of("filterFailures");

    MultiplexerStats snapshot(int clients, int halfClosed) {
        return new MultiplexerStats(
                clients,
                halfClosed,
                buffered.sum(),
                accepted.sum(),
                denied.sum(),
                handshakesFailed.sum(),
                bytesIn.sum(),
                bytesOut.sum(),
                chunksDropped.sum(),
                slowClientsDropped.sum(),
                idleClosed.sum(),
                filterFailures.sum());
    }
}
