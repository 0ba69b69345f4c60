package io.clusterkit.discovery;

import static io.clusterkit.discovery.BeaconFixture.HEARTBEAT;
import static io.clusterkit.discovery.BeaconFixture.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.TagEdit;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.runtime.LogRecorder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a member speaks, and what it says of itself. */
class BeaconBeatTest {
    private final BeaconFixture b = new BeaconFixture();

    @Test
    void joiningAnnouncesWithTagsAndPropertiesAndAsksWhoIsThere() {
        b.beacon.join();

        assertThat(b.c.sent).singleElement().satisfies(packet -> {
            assertThat(packet.type()).contains(PacketType.DISCOVERY);
            assertThat(packet.data()).isEqualTo("t {port 7}");
            assertThat(packet.tags()).containsExactly("mine");
            assertThat(packet.filter()).isEmpty();
        });
    }

    @Test
    void theAnnouncementIsRepeatedSoonInCaseADatagramWasLost() {
        b.beacon.join();
        b.multicasts();
        b.advance(Duration.ofSeconds(2));

        assertThat(b.c.sent).hasSize(2).allSatisfy(packet -> {
            assertThat(packet.type()).contains(PacketType.HEARTBEAT);
            assertThat(packet.data()).isEqualTo("t {port 7}");
            assertThat(packet.has(Field.TAGS)).isTrue();
        });
    }

    @Test
    void plainHeartbeatsFollowAtTheirInterval() {
        b.joined();
        b.beacon.announce();
        b.multicasts();

        for (int i = 0; i < 3; i++) {
            b.advance(HEARTBEAT.minus(TICK));
            assertThat(b.multicasts()).isEmpty();
            b.advance(TICK);
            assertThat(b.c.sent).singleElement().satisfies(packet -> {
                assertThat(packet.has(Field.DATA)).isFalse();
                assertThat(packet.has(Field.TAGS)).isFalse();
                assertThat(packet.has(Field.KNOWN)).isTrue();
            });
            b.multicasts();
        }
        assertThat(b.t.heartbeats).isEqualTo(6);
    }

    @Test
    void manyChangesOfTagsInOneGoAreOneBeatAtOnce() {
        b.joined();
        for (int i = 0; i < 10; i++) {
            assertThat(b.beacon.edit(TagEdit.edit().append("tag" + i)).contains("tag" + i))
                    .isTrue();
        }
        b.advance(Beacon.CHANGE_DELAY.minus(TICK));
        assertThat(b.c.sent).isEmpty();
        b.advance(TICK);

        assertThat(b.c.sent).singleElement().satisfies(packet -> {
            assertThat(packet.tags()).hasSize(11).startsWith("mine", "tag0").endsWith("tag9");
            assertThat(packet.has(Field.DATA)).isFalse();
        });
    }

    @Test
    void anEditThatChangesNothingIsNotTold() {
        b.joined();
        assertThat(b.beacon.edit(TagEdit.edit().append("mine"))).isEqualTo(Tags.of("mine"));
        b.advance(Duration.ofSeconds(1));

        assertThat(b.multicasts()).isEmpty();
    }

    @Test
    void aChangedPropertyIsToldAtOnceWithoutTags() {
        b.joined();
        b.beacon.propsChanged();
        b.beacon.propsChanged();
        b.advance(Beacon.CHANGE_DELAY);

        assertThat(b.c.sent).singleElement().satisfies(packet -> {
            assertThat(packet.data()).isEqualTo("t {port 7}");
            assertThat(packet.has(Field.TAGS)).isFalse();
        });
    }

    @Test
    void whoIsHeardByOthersThanBeforeTellsThemAllAndAsks() {
        b.joined();
        b.beacon.audienceChanged();
        b.advance(Duration.ofSeconds(3));

        assertThat(b.c.sent).hasSize(3).allSatisfy(packet -> {
            assertThat(packet.data()).isEqualTo("t {port 7}");
            assertThat(packet.tags()).containsExactly("mine");
        });
        assertThat(b.multicasts()).containsExactly(PacketType.DISCOVERY, PacketType.HEARTBEAT, PacketType.HEARTBEAT);
    }

    @Test
    void anAnswerMakesARepeatedAnnouncementNeedless() {
        b.beacon.join();
        b.advance(Duration.ofMillis(299));
        b.hear("m1", PacketType.DISCOVERY, null, null);
        b.advance(Duration.ofMillis(200));

        assertThat(b.multicasts()).containsExactly(PacketType.DISCOVERY, PacketType.HEARTBEAT);
    }

    @Test
    void amongManyOneAnswerDoesNotFollowAnotherClosely() {
        b.joined();
        for (int i = 0; i < 100; i++) {
            b.heartbeatOf("m" + i);
        }
        int answers = 0;
        for (int i = 0; i < 300; i++) {
            b.hear("m" + i % 100, PacketType.DISCOVERY, null, null);
            b.advance(Duration.ofMillis(10));
            answers += b.multicasts().size();
        }

        // over 3 s, at most 200 ms, the patience and two random parts apart
        assertThat(answers).isBetween(4, 15);
    }

    @Test
    void whileManyAskOneAfterAnotherAnAnswerWaitsForAQuietMomentAndThenAnswersAll() {
        b.joined();
        for (int i = 0; i < 30; i++) {
            b.hear("m" + i, PacketType.DISCOVERY, null, null);
            b.advance(Duration.ofMillis(8));
        }
        assertThat(b.multicasts()).as("to the first, who come alone so far").hasSizeLessThan(4);
        b.advance(Answers.QUIET.multipliedBy(Answers.MOST_ASKERS).plus(Answers.spread(30)));

        assertThat(b.multicasts()).containsExactly(PacketType.HEARTBEAT);
    }

    @Test
    void whoAsksAMomentAfterAnotherIsAnsweredAtOnce() {
        b.joined();
        for (int i = 0; i < 20; i++) {
            b.hear("m1", PacketType.DISCOVERY, null, null);
            b.advance(Answers.DELAY.plus(Answers.SPREAD));
            assertThat(b.multicasts()).containsExactly(PacketType.HEARTBEAT);
            b.advance(Answers.CLOSELY);
        }
    }

    @Test
    void whoAsksWhileOthersNeverStopAskingIsAnsweredAllTheSame() {
        b.joined();
        Duration longest =
                Answers.DELAY.plus(Answers.PATIENCE).plus(Answers.spread(20).multipliedBy(3));
        for (int i = 0; i < 5; i++) {
            for (Duration passed = Duration.ZERO; passed.compareTo(longest) <= 0; passed = passed.plusMillis(1)) {
                b.hear("m" + passed.toMillis() % 20, PacketType.DISCOVERY, null, null);
                b.advance(Duration.ofMillis(1));
            }
            assertThat(b.multicasts()).isNotEmpty().containsOnly(PacketType.HEARTBEAT);
        }
    }

    @Test
    void discoveryIsAskedAgainOnlyAfterItsLimit() {
        b.beacon.join();
        b.advance(Beacon.DISCOVERY_LIMIT);
        assertThat(b.beacon.discover()).isFalse();
        b.advance(TICK);
        b.multicasts();
        assertThat(b.beacon.discover()).isTrue();
        assertThat(b.multicasts()).containsExactly(PacketType.DISCOVERY);
        assertThat(b.beacon.discover()).isFalse();
        assertThat(b.multicasts()).isEmpty();
    }

    @Test
    void manyWhoAskWithinTheWindowGetOneAnswer() {
        b.joined();
        for (int i = 0; i < 20; i++) {
            b.hear("m" + i, PacketType.DISCOVERY, null, null);
        }
        b.advance(Answers.QUIET.multipliedBy(Answers.MOST_ASKERS).plus(Answers.spread(20)));

        assertThat(b.c.sent).singleElement().satisfies(packet -> {
            assertThat(packet.type()).contains(PacketType.HEARTBEAT);
            assertThat(packet.data()).isEqualTo("t {port 7}");
            assertThat(packet.tags()).containsExactly("mine");
        });
        assertThat(b.t.sent).isEmpty();
    }

    @Test
    void whoAsksWithAnIdIsAnsweredAlone() {
        b.joined();
        b.hear("m1", PacketType.DISCOVERY, null, "r1");
        b.advance(Duration.ofSeconds(1));

        assertThat(b.multicasts()).isEmpty();
        assertThat(b.t.sent).singleElement().satisfies(packet -> {
            assertThat(packet.type()).contains(PacketType.HEARTBEAT);
            assertThat(packet.ruid()).isEqualTo("r1");
            assertThat(packet.filter()).containsExactly("m1");
            assertThat(packet.data()).isEqualTo("t {port 7}");
            assertThat(packet.has(Field.TAGS)).isTrue();
        });
    }

    @Test
    void aBeatThatComesBeforeAnAnswerAnswers() {
        b.joined();
        b.hear("m1", PacketType.DISCOVERY, null, null);
        b.beacon.edit(TagEdit.edit().append("new"));
        b.advance(Duration.ofSeconds(1));

        Packet first = b.c.sent.get(0);
        assertThat(first.data()).isEqualTo("t {port 7}");
        assertThat(first.tags()).containsExactly("mine", "new");
        assertThat(b.multicasts()).hasSize(1);
    }

    @Test
    void leavingIsToldWithTheTagsAndThenNothing() {
        b.joined();
        b.heartbeatOf("m1");
        b.multicasts();
        b.beacon.leave();

        assertThat(b.c.sent).singleElement().satisfies(packet -> {
            assertThat(packet.type()).contains(PacketType.DISCONNECT);
            assertThat(packet.tags()).containsExactly("mine");
            assertThat(packet.known()).isOne();
        });
        b.multicasts();
        b.told.clear();
        b.heartbeatOf("m2");
        b.hear("m1", PacketType.DISCOVERY, null, null);
        b.beacon.announce();
        b.advance(HEARTBEAT.multipliedBy(10));
        assertThat(b.multicasts()).isEmpty();
        assertThat(b.told).isEmpty();
    }

    @Test
    void aProtocolThatBreaksDoesNotEndTheHeartbeats() {
        b.joined();
        b.t.breaks = true;
        try (LogRecorder recorder = new LogRecorder(Beacon.class)) {
            b.advance(HEARTBEAT.multipliedBy(3));
            assertThat(recorder.messages()).isNotEmpty();
        }

        assertThat(b.multicasts()).hasSize(3).containsOnly(PacketType.HEARTBEAT);
    }
}
