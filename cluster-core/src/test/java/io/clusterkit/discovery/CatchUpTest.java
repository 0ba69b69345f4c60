package io.clusterkit.discovery;

import static io.clusterkit.discovery.BeaconFixture.PROPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.Tags;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.registry.Observation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a member asks because others know more than it does. */
class CatchUpTest {
    private static final Duration LONG = CatchUp.longest(3);

    private final BeaconFixture b = new BeaconFixture();

    CatchUpTest() {
        b.joined();
        hear("a", 1, PacketType.HEARTBEAT);
        b.multicasts();
    }

    @Test
    void whoKnowsAsManyAsTheOthersDoesNotAsk() {
        b.advance(LONG);
        assertThat(b.multicasts()).isEmpty();
    }

    @Test
    void whoKnowsLessAsksAllOnce() {
        hear("a", 2, PacketType.HEARTBEAT);
        hear("a", 3, PacketType.HEARTBEAT);
        b.advance(LONG);

        assertThat(b.c.sent).singleElement().satisfies(packet -> {
            assertThat(packet.type()).contains(PacketType.DISCOVERY);
            assertThat(packet.filter()).isEmpty();
        });
    }

    @Test
    void whoIsMissingMayShowItselfFirst() {
        hear("a", 2, PacketType.HEARTBEAT);
        hear("late", 2, PacketType.HEARTBEAT);
        b.advance(LONG);

        assertThat(b.multicasts()).isEmpty();
    }

    @Test
    void whatAnotherAskedNeedNotBeAskedAgain() {
        hear("a", 2, PacketType.HEARTBEAT);
        b.advance(CatchUp.DELAY.minusMillis(1));
        hear("a", 2, PacketType.DISCOVERY);
        b.advance(CatchUp.DELAY.minusMillis(1));
        hear("late", 2, PacketType.HEARTBEAT);
        b.advance(LONG);

        assertThat(b.multicasts()).as("the answer alone").containsExactly(PacketType.HEARTBEAT);
    }

    @Test
    void aMemberThatLeavesMeanwhileIsNotMissing() {
        hear("late", 2, PacketType.HEARTBEAT);
        hear("a", 3, PacketType.HEARTBEAT);
        hear("late", 2, PacketType.DISCONNECT);
        b.advance(LONG);

        assertThat(b.multicasts()).isEmpty();
    }

    @Test
    void whenAskingDoesNotHelpItIsGivenUpUntilMembersComeOrGo() {
        int questions = 0;
        for (int i = 0; i < 600; i++) {
            hear("a", 2, PacketType.HEARTBEAT);
            b.advance(Duration.ofSeconds(1));
            questions += (int)
                    b.multicasts().stream().filter(PacketType.DISCOVERY::equals).count();
        }
        assertThat(questions).isEqualTo(CatchUp.ATTEMPTS);

        hear("a", 3, PacketType.HEARTBEAT);
        b.advance(LONG);
        assertThat(b.multicasts()).as("more are missing than before").contains(PacketType.DISCOVERY);
    }

    private void hear(String sid, int known, PacketType type) {
        b.beacon.control(
                type,
                Packet.builder()
                        .sid(sid)
                        .hid(TestMembers.HID)
                        .type(type)
                        .known(known)
                        .build(),
                new Observation(
                        TestMembers.id(sid),
                        TestMembers.ADDRESS,
                        true,
                        true,
                        List.of("t", "c"),
                        Tags.of("x"),
                        PROPS,
                        false));
    }
}
