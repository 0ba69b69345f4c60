package io.clusterkit.test;

import static io.clusterkit.test.assertj.ClusterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.member.Member;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.PacketType;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.memory.Faults;
import io.clusterkit.query.QueryOutcome.Status;
import io.clusterkit.query.QueryResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestClusterTest {
    @ParameterizedTest
    @EnumSource(ClusterTime.class)
    void membersFindEachOtherAndAnswer(ClusterTime time) {
        try (TestCluster network = TestCluster.create(time, 1)) {
            Cluster desk = network.join("desk", options -> options.remote(1));
            Cluster one =
                    network.join("quotes", options -> options.remote(1).onQuery("quote", query -> Payload.of("1")));
            network.newHost().join("quotes", options -> options.remote(1).onQuery("quote", query -> Payload.of("2")));
            network.awaitMembers(3);

            assertThat(desk.resolve("quotes")).hasSize(2);
            assertThat(desk.members()).extracting(Member::local).containsExactlyInAnyOrder(true, false);
            QueryResult result =
                    network.await(desk.query("quote").to("quotes").ask().future());
            assertThat(result).isComplete().hasAnswers("2", "1").hasOutcome(one, Status.ANSWERED);
        }
    }

    @Test
    void networksDoNotHearEachOther() {
        try (TestCluster one = TestCluster.create();
                TestCluster other = TestCluster.create()) {
            Cluster alone = one.join("alone");
            other.join("a");
            other.join("b");
            other.awaitMembers(2);

            assertThat(alone.members()).isEmpty();
            one.awaitMembers(1);
        }
    }

    @Test
    void aPartitionIsNoticedAndHeals() {
        try (TestCluster network = TestCluster.create(ClusterTime.STEPPED, 7)) {
            Cluster one = network.join("one");
            Cluster two = network.join("two", options -> options.onQuery(query -> Payload.of("here")));
            network.awaitMembers(2);

            network.partition(two);
            QueryResult apart = network.await(
                    one.query().timeout(Duration.ofSeconds(2)).ask().future());
            assertThat(apart).isPartial();

            network.heal();
            QueryResult healed = network.await(one.query().ask().future());
            assertThat(healed).isComplete().hasAnswers("here");
        }
    }

    @Test
    void silentMembersAreForgottenWhenTimeHasGoneBy() {
        try (TestCluster network = TestCluster.create(ClusterTime.STEPPED, 1)) {
            Cluster one = network.join("one");
            Cluster two = network.join("two");
            network.awaitMembers(2);
            network.partition(two);

            network.advance(Duration.ofMinutes(9));
            assertThat(one.members()).hasSize(1);
            network.advance(Duration.ofMinutes(11));
            assertThat(one.members()).isEmpty();
        }
    }

    @Test
    void withOneSeedAHistoryIsTheSame() {
        assertThat(history(3)).isEqualTo(history(3)).isNotEqualTo(history(4));
    }

    private static List<String> history(long seed) {
        try (TestCluster network = TestCluster.create(ClusterTime.STEPPED, seed)) {
            network.faults(new Faults(0.3, 0.1, Duration.ofMillis(1), Duration.ofMillis(50)));
            Cluster first = network.join("a");
            network.join("b");
            network.join("c");
            network.advance(Duration.ofMinutes(10));
            List<String> history = new ArrayList<>();
            network.packets().forEach(sent -> history.add(sent.at() + sent.protocol() + sent.packet()));
            first.members().forEach(member -> history.add(member.uuid()));
            return history;
        }
    }

    @Test
    void packetsAreRecorded() {
        try (TestCluster network = TestCluster.create(ClusterTime.STEPPED, 1)) {
            Cluster one = network.join("one");
            List<String> heard = new ArrayList<>();
            network.join("two", options -> options.onEvent(event -> heard.add(event.text())));
            network.awaitMembers(2);
            network.clearPackets();

            network.await(one.event().to("two").data("hello").send());

            assertThat(heard).containsExactly("hello");
            assertThat(network.packets(PacketType.EVENT)).singleElement().satisfies(sent -> {
                assertThat(sent.protocol()).isEqualTo("u");
                assertThat(sent.packet().data()).isEqualTo("hello");
                assertThat(sent.packet().sid()).isEqualTo(one.id().sid());
            });
        }
    }

    @ParameterizedTest
    @EnumSource(ClusterTime.class)
    void resetIsHowItWasBefore(ClusterTime time) {
        try (TestCluster network = TestCluster.create(time, 1)) {
            Cluster application = Cluster.create(hosted(network));
            application.start();
            Cluster guest = network.join("guest");
            network.awaitMembers(2);
            network.partition(guest);
            network.faults(new Faults(1, 0, Duration.ZERO, Duration.ZERO));
            List<SentPacket> before = network.packets();
            assertThat(before).isNotEmpty();

            network.reset();

            assertThat(guest.isStarted()).isFalse();
            assertThat(network.members()).containsExactly(application);
            assertThat(application.members()).isEmpty();
            // On real time the application may have said something since, and nobody else.
            assertThat(network.packets())
                    .doesNotContainAnyElementsOf(before)
                    .allMatch(
                            sent -> application.id().sid().equals(sent.packet().sid()));
            if (time == ClusterTime.STEPPED) {
                assertThat(network.packets()).isEmpty();
            }
            network.join("next");
            network.awaitMembers(2);
            application.close();
        }
    }

    private static ClusterOptions hosted(TestCluster network) {
        ClusterOptions.Builder options = ClusterOptions.builder();
        network.host(options);
        return options.build();
    }

    @Test
    void resetLeavesAloneWhoJoinedByAnotherThread() throws InterruptedException {
        try (TestCluster network = TestCluster.create()) {
            Thread other = new Thread(() -> network.join("other"));
            other.start();
            other.join();
            network.join("mine");
            network.awaitMembers(2);

            network.reset();

            assertThat(network.members()).extracting(Cluster::tags).containsExactly(Tags.of("other"));
        }
    }

    @Test
    void closingMakesAllLeave() {
        TestCluster network = TestCluster.create();
        Cluster member = network.join("one");
        network.close();
        assertThat(member.isStarted()).isFalse();
    }

    @Test
    void whatIsNotSoInTimeIsSaidWithWhoKnowsWhom() {
        try (TestCluster network = TestCluster.create(ClusterTime.STEPPED, 42)) {
            Cluster one = network.join("lonely");

            assertThatThrownBy(() -> network.awaitMembers(2))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll(
                            "there are 2 members that know each other",
                            "seed 42",
                            one.id().sid() + " [lonely] knows []");
            assertThatThrownBy(() -> network.await(new CompletableFuture<>())).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> network.await(CompletableFuture.failedFuture(new IllegalStateException("no"))))
                    .isInstanceOf(AssertionError.class)
                    .hasRootCauseMessage("no");
        }
    }

    @Test
    void realTimeCanNotBeMoved() {
        try (TestCluster network = TestCluster.create()) {
            assertThat(network.time()).isEqualTo(ClusterTime.REAL);
            assertThatThrownBy(() -> network.advance(Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("@ClusterTest(time = ClusterTime.STEPPED)");
        }
    }

    @Test
    void assertionsSayWhatTheOutcomesAre() {
        try (TestCluster network = TestCluster.create(ClusterTime.STEPPED, 1)) {
            Cluster asker = network.join("asker");
            Cluster other = network.join(
                    "other",
                    options -> options.onQuery(query -> {
                        throw new IllegalStateException("not today");
                    }));
            network.awaitMembers(2);
            QueryResult result = network.await(asker.query().ask().future());

            assertThat(result).isComplete().hasAnswers().hasOutcome(other, Status.FAILED);
            assertThatThrownBy(() -> assertThat(result).isPartial())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll(other.id().sid(), "FAILED", "not today");
            assertThatThrownBy(() -> assertThat(result).hasAnswers("x")).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> assertThat(result).hasOutcome(other, Status.ANSWERED))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("not today");
        }
    }
}
