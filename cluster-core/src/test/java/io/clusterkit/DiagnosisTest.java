package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.protocol.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a member can tell about itself to who looks for trouble. */
class DiagnosisTest {
    private static final Protocol.Condition WORKS = new Protocol.Condition(true, "fine");
    private static final ClusterSettings SETTINGS =
            ClusterSettings.of(ClusterOptions.builder().build());

    @Test
    void whoHearsOnlyItselfIsTold() {
        Diagnosis diagnosis = Diagnosis.of(
                SETTINGS,
                Map.of("c", WORKS),
                Map.of("c", List.of(new Protocol.Finding("lo", true, "joined, own beacon heard"))),
                Map.of("packets.in.c", 5L, "packets.dropped.own", 5L, "packets.out.c", 5L),
                0);

        assertThat(diagnosis.protocols()).singleElement().satisfies(c -> {
            assertThat(c.findings()).extracting(Protocol.Finding::where).containsExactly("lo");
            assertThat(c.received()).isEqualTo(5);
            assertThat(c.fromOthers()).isZero();
            assertThat(c.sent()).isEqualTo(5);
        });
        assertThat(diagnosis.dropped()).containsExactly(Map.entry("own", 5L));
        assertThat(diagnosis.advice())
                .singleElement()
                .asString()
                .startsWith("Nobody else was heard on 230.230.230.230 port 23000")
                .contains("'remote' = 0");
    }

    @Test
    void whatIsWrongIsNamed() {
        Diagnosis diagnosis = Diagnosis.of(
                SETTINGS,
                Map.of("t", new Protocol.Condition(false, "not listening: port in use")),
                Map.of(),
                Map.of(
                        "packets.dropped.other-host", 3L,
                        "packets.dropped.channel", 1L,
                        "packets.dropped.queue-full", 2L,
                        "packets.dropped.loop-full", 4L,
                        "packets.dropped.failure", 6L,
                        "packets.undecodable.BAD_MAGIC", 7L),
                1);

        assertThat(diagnosis.undecodable()).isEqualTo(7);
        assertThat(diagnosis.advice())
                .satisfiesExactly(
                        t -> assertThat(t).isEqualTo("Protocol t does not work: not listening: port in use"),
                        otherHost -> assertThat(otherHost).startsWith("3 packets came from other hosts"),
                        channel -> assertThat(channel).startsWith("1 packets were on channels"),
                        queue -> assertThat(queue).startsWith("2 packets found a full queue"),
                        loop -> assertThat(loop).startsWith("4 packets found the control loop full"),
                        failure -> assertThat(failure).startsWith("6 packets could not be taken in"),
                        undecodable -> assertThat(undecodable).startsWith("7 times bytes came that are no packet"));
    }

    @Test
    void membersThatSeeEachOtherNeedNoAdvice() {
        SteppedCluster net = new SteppedCluster(3);
        Cluster one = net.join(options -> {});
        net.join(options -> {});
        net.advance(Duration.ofSeconds(2));

        Diagnosis diagnosis = one.diagnosis();

        assertThat(diagnosis.advice()).isEmpty();
        assertThat(diagnosis.protocols())
                .filteredOn(protocol -> protocol.id().equals("c"))
                .singleElement()
                .satisfies(c -> assertThat(c.fromOthers()).isPositive());
    }

    @Test
    void queuesAndOpenQueriesAreShown() {
        SteppedCluster net = new SteppedCluster(5);
        Cluster one = net.join(options -> {});
        net.join(options ->
                options.setUp(cluster -> cluster.onQueryAsync("never", request -> new CompletableFuture<>())));
        net.advance(Duration.ofSeconds(2));

        one.query("never").ask();
        net.advance(Duration.ofSeconds(1));

        assertThat(one.queries()).singleElement().satisfies(query -> {
            assertThat(query.name()).contains("never");
            assertThat(query.remaining()).hasSize(1);
            assertThat(query.age()).isEqualTo(Duration.ofSeconds(1));
        });
        assertThat(one.queueDepths())
                .containsKeys("events", "hooks", "handlers", "listeners", "broadcasts", "loop", "io", "frames-t")
                .allSatisfy((queue, depth) -> assertThat(depth).isZero());
        one.close();
        assertThat(one.queueDepths()).isEmpty();
        assertThat(one.queries()).isEmpty();
    }

    @Test
    void packetsAreCountedByTypeAndSendsByOutcome() {
        SteppedCluster net = new SteppedCluster(9);
        Cluster one = net.join(options -> {});
        Cluster two = net.join(options -> {});
        net.advance(Duration.ofSeconds(2));
        long sentBefore = one.counters().getOrDefault("sends.sent", 0L);

        CompletableFuture<SendResult> sent = one.event().data("news").send();
        net.advance(Duration.ofSeconds(1));

        assertThat(sent).isCompleted();
        Map<String, Long> counters = two.counters();
        long all = counters.entrySet().stream()
                .filter(each -> each.getKey().matches("packets\\.in\\.[a-z]\\.event"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        assertThat(all).isOne();
        assertThat(one.counters().get("sends.sent")).isGreaterThan(sentBefore);
        assertThat(counters.get("packets.in.c"))
                .isEqualTo(counters.entrySet().stream()
                        .filter(each -> each.getKey().startsWith("packets.in.c."))
                        .mapToLong(Map.Entry::getValue)
                        .sum());
    }
}
