package io.clusterkit.discovery;

import static io.clusterkit.discovery.BeaconFixture.PROPS;
import static io.clusterkit.discovery.BeaconFixture.TICK;
import static io.clusterkit.discovery.BeaconFixture.TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.Member;
import io.clusterkit.member.Tags;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.registry.Observation;
import io.clusterkit.runtime.LogRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is found, who changes, who is gone. */
class BeaconMembersTest {
    private final BeaconFixture b = new BeaconFixture();

    BeaconMembersTest() {
        b.joined();
    }

    @Test
    void aMemberThatTellsAllIsDiscoveredAtOnce() {
        b.heartbeatOf("a");

        assertThat(b.told).containsExactly("discovered a[a-tag]");
        b.advance(Duration.ofSeconds(10));
        b.heartbeatOf("a");
        assertThat(b.told).hasSize(1);
    }

    @Test
    void aMemberThatTellsLittleIsAskedSoonAndDiscoveredAfterASecondAtTheLatest() {
        b.plainHeartbeatOf("a");
        b.advance(Newcomers.PATIENCE.minus(TICK));
        assertThat(b.multicasts()).as("it may be about to tell").isEmpty();
        b.advance(Answers.SPREAD.plus(TICK));
        assertThat(b.c.sent).singleElement().satisfies(packet -> {
            assertThat(packet.type()).contains(PacketType.DISCOVERY);
            assertThat(packet.filter()).containsExactly("a");
        });
        b.runtime.advance(
                Newcomers.GRACE.minus(Newcomers.PATIENCE).minus(Answers.SPREAD).minus(TICK));
        assertThat(b.told).isEmpty();
        b.advance(TICK);

        assertThat(b.told).containsExactly("discovered a[]");
    }

    @Test
    void whoDoesNotAnswerIsAskedLessAndLessOftenAndThenNotAnyMore() {
        b.hear("a", PacketType.EVENT, null, null, null, null);
        int seconds = 0;
        List<Integer> at = new ArrayList<>();
        for (; seconds < 3600; seconds++) {
            for (PacketType type : b.multicasts()) {
                if (type == PacketType.DISCOVERY) {
                    at.add(seconds);
                }
            }
            b.advance(Duration.ofSeconds(1));
        }

        assertThat(at).containsExactly(1, 1, 2, 6, 21);
    }

    @Test
    void whatIsMissingIsAskedForUntilItIsTold() {
        b.plainHeartbeatOf("a");
        b.hear("b", PacketType.HEARTBEAT, null, null, null, PROPS);
        b.hear("c", PacketType.HEARTBEAT, null, null, Tags.of("c-tag"), null);
        b.advance(Duration.ofSeconds(1));
        assertThat(b.told).containsExactlyInAnyOrder("discovered a[]", "discovered b[]", "discovered c[c-tag]");
        assertThat(b.c.sent).hasSize(2).allSatisfy(question -> assertThat(question.filter())
                .containsExactly("a", "b", "c"));
        b.multicasts();
        b.told.clear();

        b.heartbeatOf("a");
        b.heartbeatOf("b");
        b.heartbeatOf("c");
        assertThat(b.told).containsExactly("tags a[][a-tag]", "tags b[][b-tag]");
        b.advance(Duration.ofMinutes(1));
        assertThat(b.multicasts()).as("nothing is missing").isEmpty();
    }

    @Test
    void manyWhoTellLittleAreAskedByFewQuestions() {
        for (int i = 0; i < 120; i++) {
            b.plainHeartbeatOf("m" + i);
        }
        b.advance(Newcomers.PATIENCE.plus(Answers.LONGEST));

        assertThat(b.c.sent).flatExtracting(Packet::filter).contains("m0", "m119");
        assertThat(b.c.sent)
                .allSatisfy(question -> assertThat(question.filter()).hasSizeBetween(1, Newcomers.MOST_ASKED_AT_ONCE));
    }

    @Test
    void tagsAndPropertiesMayComeInTwoPackets() {
        b.hear("a", PacketType.HEARTBEAT, null, null, Tags.of("x"), null);
        b.advance(Newcomers.PATIENCE.minus(TICK));
        b.hear("a", PacketType.HEARTBEAT, null, null, null, PROPS);

        assertThat(b.told).containsExactly("discovered a[x]");
        b.advance(Duration.ofSeconds(2));
        assertThat(b.multicasts()).as("nothing is missing").isEmpty();
    }

    @Test
    void aMemberWhoseTagsAreMissingIsAskedThoughItHasNoProperties() {
        b.beacon.control(
                PacketType.HEARTBEAT,
                Packet.builder().build(),
                new Observation(TestMembers.id("only-c"), "x", true, true, List.of("c"), null, null, false));
        b.advance(Newcomers.PATIENCE.plus(Answers.SPREAD));

        assertThat(b.multicasts()).containsExactly(PacketType.DISCOVERY);
    }

    @Test
    void whatIsStillMissingIsAskedForWithTheNextHeartbeat() {
        b.plainHeartbeatOf("a");
        b.advance(Duration.ofSeconds(60));
        b.multicasts(); // lost
        b.plainHeartbeatOf("a");
        assertThat(b.multicasts()).containsExactly(PacketType.DISCOVERY);

        b.heartbeatOf("a");
        b.plainHeartbeatOf("a");
        assertThat(b.multicasts()).isEmpty();
    }

    @Test
    void changedTagsAreToldOnceWithWhatTheyWere() {
        b.heartbeatOf("a");
        b.hear("a", PacketType.HEARTBEAT, null, null, Tags.of("new"), null);
        b.hear("a", PacketType.EVENT, null, null, Tags.of("new"), null);
        b.hear("a", PacketType.EVENT, null, null, Tags.none(), null);

        assertThat(b.told).containsExactly("discovered a[a-tag]", "tags a[a-tag][new]", "tags a[new][]");
    }

    @Test
    void tagsThatChangeBeforeAMemberIsDiscoveredArePartOfItsDiscovery() {
        b.hear("a", PacketType.HEARTBEAT, null, null, Tags.of("one"), null);
        b.hear("a", PacketType.HEARTBEAT, null, null, Tags.of("two"), PROPS);

        assertThat(b.told).containsExactly("discovered a[two]");
    }

    @Test
    void aFlushReplacesProperties() {
        b.hear("a", PacketType.HEARTBEAT, null, null, Tags.none(), Map.of("t", Map.of("port", "1"), "u", Map.of()));
        b.hear("a", PacketType.FLUSH, null, null, null, Map.of("t", Map.of("port", "2")));

        assertThat(b.member("a").protocolProps()).isEqualTo(Map.of("t", Map.of("port", "2")));
    }

    @Test
    void aMemberThatLeavesIsGoneAtOnce() {
        b.heartbeatOf("a");
        b.hear("a", PacketType.DISCONNECT, null, null);

        assertThat(b.knows("a")).isFalse();
        assertThat(b.told).containsExactly("discovered a[a-tag]", "gone a LEFT");
        assertThat(b.t.gone).containsExactly("a");
    }

    @Test
    void latePacketsOfAMemberThatLeftDoNotBringItBack() {
        b.heartbeatOf("a");
        b.hear("a", PacketType.DISCONNECT, null, null);
        b.heartbeatOf("a");
        b.hear("a", PacketType.RESPONSE, null, null);
        b.advance(Departed.KEPT.minus(TICK));
        b.heartbeatOf("a");
        assertThat(b.knows("a")).isFalse();
        assertThat(b.counters.get("packets.dropped.departed")).isEqualTo(3);

        b.advance(TICK);
        b.heartbeatOf("a");
        assertThat(b.knows("a")).isTrue();
    }

    @Test
    void lostFollowsDiscoveredAlways() {
        b.plainHeartbeatOf("a");
        b.hear("a", PacketType.DISCONNECT, null, null);
        b.hear("stranger", PacketType.DISCONNECT, null, null);
        b.advance(Duration.ofSeconds(5));

        assertThat(b.told).containsExactly("discovered a[]", "gone a LEFT");
    }

    @Test
    void aMemberNotHeardForItsTimeIsLostAtTheNextBeat() {
        Instant heard = b.runtime.instant();
        b.heartbeatOf("a");
        b.advance(TTL);
        b.beacon.announce();
        assertThat(b.knows("a")).isTrue();
        b.advance(TICK);
        b.beacon.announce();

        assertThat(b.knows("a")).isFalse();
        assertThat(b.gone).extracting(Member::lastSeen).containsExactly(heard);
        assertThat(b.told).endsWith("gone a LOST");
    }

    @Test
    void aLostMemberThatIsHeardAgainIsDiscoveredAgain() {
        b.heartbeatOf("a");
        b.advance(TTL.plus(BeaconFixture.HEARTBEAT));
        b.heartbeatOf("a");

        assertThat(b.told).containsExactly("discovered a[a-tag]", "gone a LOST", "discovered a[a-tag]");
    }

    @Test
    void aFailureReportOpensTheProtocolAnewAtMostOnceInAWhile() {
        b.hear("a", PacketType.FAILURE, "protocols {t x}", null);
        b.hear("b", PacketType.FAILURE, "protocols t", null);
        b.advance(Reports.REFRESH_INTERVAL.minus(TICK));
        b.hear("b", PacketType.FAILURE, "protocols t", null);
        b.advance(Duration.ZERO);
        assertThat(b.t.refreshed).isOne();

        b.advance(TICK);
        b.hear("b", PacketType.FAILURE, "protocols t", null);
        b.advance(Duration.ZERO);
        assertThat(b.t.refreshed).isEqualTo(2);
    }

    @Test
    void malformedReportsAreCounted() {
        b.hear("a", PacketType.FAILURE, "protocols {t", null);
        b.hear("a", PacketType.PING, "{", null);
        b.hear("a", PacketType.FAILURE, null, null);

        assertThat(b.counters.get("packets.malformed-failure")).isOne();
        assertThat(b.counters.get("packets.malformed-list")).isOne();
        assertThat(b.t.refreshed).isZero();
    }

    @Test
    void aProtocolThatBreaksWhenAMemberGoesDoesNotKeepTheOthersFromBeingTold() {
        b.heartbeatOf("a");
        b.t.breaks = true;
        try (LogRecorder recorder = new LogRecorder(Beacon.class)) {
            b.hear("a", PacketType.DISCONNECT, null, null);
            assertThat(recorder.messages()).hasSize(1);
        }

        assertThat(b.told).endsWith("gone a LEFT");
    }
}
