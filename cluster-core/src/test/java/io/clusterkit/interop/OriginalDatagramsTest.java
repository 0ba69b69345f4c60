package io.clusterkit.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.Event;
import io.clusterkit.TestNetwork;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Multicasts of an original that are larger than its datagrams. */
class OriginalDatagramsTest {
    private final TestNetwork network = TestNetwork.random();
    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Test
    void framesThatTheOriginalCutsIntoDatagramsArriveWhole() throws Exception {
        try (OriginalMember original = OriginalMember.start(network.group(), network.port(), "TCL");
                Cluster ours = Cluster.join(options -> options.address(network.group())
                        .port(network.port())
                        .tags("java")
                        .onEvent(events::add))) {
            original.await("DISCOVERED");
            await().until(() -> ours.resolve("TCL").size() == 1);

            for (int bytes : new int[] {100, 5000, 9000, 30_000, 200}) {
                original.command("broadcast", "x".repeat(bytes));
            }
            await().until(() -> events.size() == 5);

            assertThat(events).extracting(event -> event.text().length()).containsExactly(100, 5000, 9000, 30_000, 200);
            assertThat(ours.counters())
                    .containsEntry("multicast.datagrams.joined", 3L)
                    .doesNotContainKey("packets.undecodable.TRUNCATED")
                    .doesNotContainKey("packets.undecodable.GARBAGE_SKIPPED");
            assertThat(original.errorOutput()).isEmpty();
        }
    }
}
