package io.clusterkit.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.packet.Payload;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ClusterMetricsTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final Cluster cluster = network.join(options -> options.onQuery(request -> Payload.of("answer")));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void membersAreCountedByTheirState() {
        bind("t", "c");
        assertThat(gauge("cluster.members", "state", "alive")).isZero();

        network.joinAndMeetOne(options -> {});
        await().until(() -> cluster.members().size() == 1);

        assertThat(gauge("cluster.members", "state", "alive")).isOne();
        assertThat(gauge("cluster.members", "state", "suspect")).isZero();
    }

    @Test
    void packetsAndBytesAreCountedByDirectionAndProtocol() throws InterruptedException {
        bind("u", "t", "c");
        ask();

        // What is sent is counted when it was sent: the asker may have it before.
        await().untilAsserted(() -> {
            assertThat(counter("cluster.packets", "direction", "in", "protocol", "u"))
                    .isOne();
            assertThat(counter("cluster.packets", "direction", "out", "protocol", "u"))
                    .isPositive();
            assertThat(counter("cluster.packets", "direction", "in", "type", "query"))
                    .isOne();
            assertThat(counter("cluster.bytes", "direction", "in", "protocol", "u"))
                    .isPositive();
            assertThat(counter("cluster.packets", "direction", "in", "protocol", "c"))
                    .isPositive();
            assertThat(counter("cluster.queries", "outcome", "answered")).isOne();
        });
    }

    @Test
    void protocolsThatAreNotToldApartAreCountedTogether() throws InterruptedException {
        bind("c");
        ask();

        assertThat(counter("cluster.packets", "direction", "in", "protocol", "other"))
                .isOne();
    }

    @Test
    void everyDropHasAReason() {
        bind("t", "c");
        network.joinAndMeetOne(options -> {});
        await().until(() -> cluster.counter("packets.dropped.own") > 0);

        Map<String, Long> counters = cluster.counters();
        double dropped = registry.find("cluster.packets.dropped").functionCounters().stream()
                .mapToDouble(meter -> meter.count())
                .sum();
        assertThat(dropped).isPositive().isGreaterThanOrEqualTo(counters.getOrDefault("packets.dropped.own", 0L));
        assertThat(counter("cluster.packets.dropped", "reason", "own")).isPositive();
        assertThat(counter("cluster.packets.dropped", "reason", "other")).isZero();
    }

    @Test
    void noMeterIsAddedLater() throws InterruptedException {
        bind("t", "c");
        List<Meter.Id> before = ids();

        ask();

        assertThat(ids()).isEqualTo(before);
    }

    private void bind(String... protocols) {
        new ClusterMetrics(cluster, List.of(protocols)).bindTo(registry);
    }

    private void ask() throws InterruptedException {
        assertThat(network.joinAndMeetOne(options -> {}).query().ask().await().answers())
                .hasSize(1);
    }

    private List<Meter.Id> ids() {
        return registry.getMeters().stream().map(Meter::getId).toList();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double counter(String name, String... tags) {
        Collection<FunctionCounter> counters = registry.get(name).tags(tags).functionCounters();
        assertThat(counters).isNotEmpty();
        return counters.stream().mapToDouble(FunctionCounter::count).sum();
    }
}
