package io.clusterkit.discovery;

import static io.clusterkit.discovery.BeaconFixture.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.MemberState;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens when a member can't be reached: 5 s to collect, a ping, 30 s to look. */
class SuspicionTest {
    private static final Duration FIVE = Duration.ofSeconds(5);
    private static final Duration THIRTY = Duration.ofSeconds(30);

    private final BeaconFixture b = new BeaconFixture();

    SuspicionTest() {
        b.joined();
        for (String sid : List.of("a", "b", "d")) {
            b.heartbeatOf(sid);
        }
        b.advance(Duration.ofSeconds(10));
        b.told.clear();
        b.multicasts();
    }

    @Test
    void aMemberThatCannotBeReachedIsPingedAndLostAfter35Seconds() {
        unreachable("a");
        assertThat(b.member("a").state()).isEqualTo(MemberState.SUSPECT);

        b.advance(FIVE.minus(TICK));
        assertThat(b.multicasts()).isEmpty();
        b.advance(TICK);
        assertThat(b.c.sent).singleElement().satisfies(packet -> {
            assertThat(packet.type()).contains(PacketType.PING);
            assertThat(packet.data()).isEqualTo("a");
        });
        b.advance(THIRTY.minus(TICK));
        assertThat(b.knows("a")).isTrue();
        b.advance(TICK);

        assertThat(b.knows("a")).isFalse();
        assertThat(b.told).containsExactly("gone a LOST");
    }

    @Test
    void aSuspectThatShowsItselfStays() {
        unreachable("a");
        b.advance(FIVE.plus(THIRTY).minus(TICK));
        b.plainHeartbeatOf("a");
        b.advance(Duration.ofSeconds(60));

        assertThat(b.member("a").state()).isEqualTo(MemberState.ALIVE);
        assertThat(b.told).isEmpty();
    }

    @Test
    void aMemberThatShowsItselfInTimeIsNotEvenPinged() {
        unreachable("a");
        b.advance(FIVE.minus(TICK));
        b.plainHeartbeatOf("a");
        b.advance(FIVE);

        assertThat(b.multicasts()).isEmpty();
    }

    @Test
    void severalAreCollectedIntoOnePing() {
        unreachable("a");
        b.advance(Duration.ofSeconds(4));
        unreachable("b");
        unreachable("a");
        b.advance(Duration.ofSeconds(1));

        assertThat(b.c.sent).singleElement().extracting(Packet::data).isEqualTo("a b");
    }

    @Test
    void aMemberHeardAMomentAgoIsNotSuspected() {
        b.plainHeartbeatOf("a");
        b.advance(Suspicion.FRESH.minus(TICK));
        unreachable("a");
        assertThat(b.member("a").state()).isEqualTo(MemberState.ALIVE);
        b.advance(TICK);
        unreachable("a");
        assertThat(b.member("a").state()).isEqualTo(MemberState.SUSPECT);
    }

    @Test
    void whoIsPingedByOthersIsLostUnlessItShowsItself() {
        b.hear("d", PacketType.PING, "a b stranger", null);
        assertThat(b.member("a").state()).isEqualTo(MemberState.SUSPECT);
        assertThat(b.multicasts()).as("it is no affair of ours").isEmpty();
        b.advance(Duration.ofSeconds(15));
        b.plainHeartbeatOf("b");
        b.advance(Duration.ofSeconds(15).minus(TICK));
        assertThat(b.knows("a")).isTrue();
        b.advance(TICK);

        assertThat(b.told).containsExactly("gone a LOST");
    }

    @Test
    void alonePingedItBeatsAtOnceWithAllItHasToTell() {
        b.hear("d", PacketType.PING, "self", null);

        assertThat(b.c.sent).singleElement().satisfies(SuspicionTest::isFullHeartbeat);
    }

    @Test
    void pingedWithOthersItBeatsOnceWithinTheStagger() {
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            b.hear("d", PacketType.PING, "self a", null);
            assertThat(b.multicasts()).isEmpty();
            long before = b.runtime.nanoTime();
            while (b.c.sent.isEmpty()) {
                b.advance(Duration.ofMillis(100));
            }
            delays.add(b.runtime.nanoTime() - before);
            assertThat(b.c.sent).singleElement().satisfies(SuspicionTest::isFullHeartbeat);
            b.multicasts();
        }

        assertThat(delays).allMatch(delay -> delay <= Suspicion.STAGGER.toNanos());
        assertThat(delays.stream().distinct().count()).isGreaterThan(10);
    }

    @Test
    void aStaggeredBeatNeverPutsOffTheOneThatIsDue() {
        BeaconFixture quick = new BeaconFixture(Duration.ofSeconds(1), BeaconFixture.TTL);
        quick.joined();
        quick.hear("d", PacketType.PING, "self a", null);
        quick.advance(Duration.ofSeconds(1));

        assertThat(quick.c.sent).isNotEmpty();
        assertThat(quick.c.sent.get(0)).satisfies(SuspicionTest::isFullHeartbeat);
    }

    @Test
    void aSecondSuspectIsNotForgottenWhenTheFirstLookIsOver() {
        unreachable("a");
        b.advance(Duration.ofSeconds(20));
        unreachable("b");
        b.advance(FIVE.plus(THIRTY).minus(TICK));
        assertThat(b.told).containsExactly("gone a LOST");
        b.advance(TICK);

        assertThat(b.told).containsExactly("gone a LOST", "gone b LOST");
    }

    @Test
    void aSuspectThatLeavesIsNotPinged() {
        unreachable("a");
        b.hear("a", PacketType.DISCONNECT, null, null);
        b.advance(THIRTY);

        assertThat(b.multicasts()).isEmpty();
        assertThat(b.told).containsExactly("gone a LEFT");
    }

    private void unreachable(String sid) {
        b.beacon.unreachable(b.member(sid));
        b.advance(Duration.ZERO);
    }

    private static void isFullHeartbeat(Packet packet) {
        assertThat(packet.type()).contains(PacketType.HEARTBEAT);
        assertThat(packet.has(Field.TAGS)).isTrue();
        assertThat(packet.data()).isEqualTo("t {port 7}");
    }
}
