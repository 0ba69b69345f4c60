package io.clusterkit.boot.autoconfigure.metrics;

import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.multiplexer.MultiplexerStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A {@link MeterBinder} for multiplexers. The tag {@code multiplexer} is the name in the properties. */
public class MultiplexerMetrics implements MeterBinder {
    private static final String PREFIX = "cluster.multiplexer.";

    private final Multiplexers multiplexers;

    /** Meters for these multiplexers. */
    public MultiplexerMetrics(Multiplexers multiplexers) {
        this.multiplexers = multiplexers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        multiplexers.names().forEach(name -> new Meters(registry, name).bind());
    }

    /** The meters of one multiplexer. */
    private final class Meters {
        private final MeterRegistry registry;
        private final String multiplexer;

        Meters(MeterRegistry registry, String multiplexer) {
            this.registry = registry;
            this.multiplexer = multiplexer;
        }

        void bind() {
            String connections = "Connections, by what became of them";
            String bytes = "Data received from clients and handed to them";
            gauge("clients", "Clients that can send and receive", null, MultiplexerStats::clients);
            gauge("half.closed", "Clients that ended their output", null, MultiplexerStats::halfClosed);
            gauge("buffered", "Data that waits for clients", BaseUnits.BYTES, MultiplexerStats::bufferedBytes);
            counter("connections", connections, Tags.of("outcome", "accepted"), null, MultiplexerStats::accepted);
            counter("connections", connections, Tags.of("outcome", "denied"), null, MultiplexerStats::denied);
            counter("bytes", bytes, Tags.of("direction", "in"), BaseUnits.BYTES, MultiplexerStats::bytesIn);
            counter("bytes", bytes, Tags.of("direction", "out"), BaseUnits.BYTES, MultiplexerStats::bytesOut);
            counter("dropped", "Chunks that were dropped", MultiplexerStats::chunksDropped);
            counter("slow", "Clients closed because they were slow", MultiplexerStats::slowClientsDropped);
            counter("idle", "Clients closed because they were idle", MultiplexerStats::idleClosed);
            counter("handshakes.failed", "TLS handshakes that failed", MultiplexerStats::handshakesFailed);
            counter("filter.failures", "How often a filter threw", MultiplexerStats::filterFailures);
        }

        private void gauge(
                String name, String description, @Nullable String unit, ToLongFunction<MultiplexerStats> value) {
            Gauge.builder(PREFIX + name, multiplexers, each -> value.applyAsLong(each.stats(multiplexer)))
                    .description(description)
                    .baseUnit(unit)
                    .tag("multiplexer", multiplexer)
                    .register(registry);
        }

        private void counter(String name, String description, ToLongFunction<MultiplexerStats> count) {
            counter(name, description, Tags.empty(), null, count);
        }

        private void counter(
                String name,
                String description,
                Tags tags,
                @Nullable String unit,
                ToLongFunction<MultiplexerStats> count) {
            FunctionCounter.builder(PREFIX + name, multiplexers, each -> count.applyAsLong(each.stats(multiplexer)))
                    .description(description)
                    .baseUnit(unit)
                    .tags(tags)
                    .tag("multiplexer", multiplexer)
                    .register(registry);
        }
    }
}
