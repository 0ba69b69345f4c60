package io.clusterkit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.clusterkit.hook.Hooks;
import io.clusterkit.member.Member;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.UncertainDeliveryException;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.SteppedRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptRunTest {
    private final SteppedRuntime time = new SteppedRuntime(1);
    private final Keeper protocol = new Keeper();
    private final Counters counters = new Counters();
    private final Member member = TestMembers.member("m", true, List.of("u"));
    private final Member other = TestMembers.member("n", true, List.of("u"));
    private final PacketFactory packets = new PacketFactory(TestMembers.id("me"), List.of("u"));
    private final List<String> told = new ArrayList<>();
    private final Outbound outbound = new Outbound(
            List.of(protocol),
            new RouteHealth(time),
            new Hooks(time, counters),
            packets,
            counters,
            unreachable -> {},
            2000);

    /** Takes deliveries, and says nothing of them. */
    private static final class Keeper extends FakeProtocol {
        final List<Delivery> kept = new ArrayList<>();

        Keeper() {
            super("u");
        }

        @Override
        public void send(Delivery delivery) {
            kept.add(delivery);
        }

        Delivery[] run() {
            return kept.toArray(Delivery[]::new);
        }
    }

    private Packet event(String data) {
        return packets.event(List.of("m"), 0, null, Payload.of(data));
    }

    private void send(List<Member> members, Packet packet, String name) {
        outbound.send(
                members,
                packet,
                SendOptions.DEFAULT,
                (place, outcome) -> told.add(name + place + (outcome.sent() ? " sent" : " failed")));
    }

    @Test
    void thoseThatAreAlikeAreCountedTogetherAndToldEach() {
        send(List.of(member), event("x"), "a");
        send(List.of(member), event("yy"), "b");
        outbound.send(List.of(member), event("z"), SendOptions.DEFAULT, (place, outcome) -> {
            throw new IllegalStateException("a fault of the one who sends");
        });
        send(List.of(other, member), event("x"), "c");
        Delivery[] run = protocol.run();
        long bytes = 0;
        for (int i = 0; i < 3; i++) {
            bytes += run[i].frame().length;
        }

        assertThat(run[0].sentWith(run, 0, run.length)).isEqualTo(3); // the next one is for another member

        assertThat(told).containsExactly("a0 sent", "b0 sent");
        assertThat(counters.get("packets.out.u.event")).isEqualTo(3);
        assertThat(counters.get("sends.sent")).isEqualTo(3);
        assertThat(counters.get("bytes.out.u")).isEqualTo(bytes);
        assertThat(run[3].sentWith(run, 3, 4)).isEqualTo(4);
        assertThat(run[4].sentWith(run, 4, 5)).isEqualTo(5);
        assertThat(told).containsExactly("a0 sent", "b0 sent", "c0 sent", "c1 sent");
    }

    @Test
    void queriesAreToldByThemselves() {
        send(List.of(member), event("x"), "a");
        send(List.of(member), packets.query(List.of("m"), 0, "q", null, Payload.of("x")), "b");
        Delivery[] run = protocol.run();

        assertThat(run[0].sentWith(run, 0, 2)).isEqualTo(1);
        assertThat(run[1].sentWith(run, 1, 2)).isEqualTo(2);

        assertThat(told).containsExactly("a0 sent", "b0 sent");
        assertThat(counters.get("packets.out.u.query")).isOne();
    }

    @Test
    void whatHasLeftIsNotAskedForAndMayStillFail() {
        send(List.of(member), event("x"), "a");
        Delivery delivery = protocol.run()[0];
        int length = delivery.frame().length;

        delivery.leaving();

        assertThatNullPointerException().isThrownBy(delivery::frame).withMessage("the frame has left");
        assertThat(delivery.frameLength()).isEqualTo(length);
        delivery.failed(new UncertainDeliveryException("cut", new IOException("cut")));
        assertThat(told).containsExactly("a0 failed");
        assertThat(counters.get("sends.uncertain")).isOne();
    }
}
