package io.clusterkit.inbound;

import static io.clusterkit.inbound.InboundFixture.STREAM;
import static io.clusterkit.inbound.InboundFixture.event;
import static io.clusterkit.inbound.InboundFixture.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.hook.CancelPacketException;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.HookScope;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundHooksTest {
    private static final List<HookPoint> POINTS = List.of(
            HookPoint.PROTOCOL_RECEIVE,
            HookPoint.RECEIVE,
            HookPoint.CHANNEL_RECEIVE,
            HookPoint.MEMBER_EVALUATE,
            HookPoint.MEMBER_VALIDATE);

    private final InboundFixture in = new InboundFixture(true);
    private final List<String> hooked = new ArrayList<>();

    @Test
    void aPacketOfAKnownMemberPassesAllPointsInOrder() {
        in.know();
        logAll();
        in.receive(STREAM, event("x"));
        assertThat(hooked).as("user code never runs on a reader").isEmpty();
        in.executor.runAll();

        assertThat(hooked)
                .containsExactly(
                        "PROTOCOL_RECEIVE t",
                        "RECEIVE t",
                        "CHANNEL_RECEIVE t",
                        "MEMBER_EVALUATE t",
                        "MEMBER_VALIDATE t");
        assertThat(in.calls).containsExactly("event x");
    }

    @Test
    void aPacketOfAStrangerIsNotValidated() {
        logAll();
        in.receive(STREAM, event("x"));
        in.executor.runAll();

        assertThat(hooked).hasSize(4).noneMatch(call -> call.startsWith("MEMBER_VALIDATE"));
    }

    @Test
    void hooksSeeTheSenderAndChangeThePacket() {
        in.know();
        in.hooks.add(HookPoint.CHANNEL_RECEIVE, HookScope.channels(7L), 0, (packet, context) -> {
            Member from = context.member();
            return packet.toBuilder()
                    .data(packet.data() + " of " + (from == null ? "nobody" : from.tags()))
                    .build();
        });
        in.receive(
                STREAM,
                event("zero"),
                packet(PacketType.EVENT).channel(7).data("seven").build());
        in.executor.runAll();

        assertThat(in.calls).containsExactly("event zero", "event seven of [known]");
    }

    @Test
    void aCancelledPacketIsNotHandledAndTellsTheLoopNothing() {
        in.hooks.add(HookPoint.RECEIVE, HookScope.EVERYWHERE, 0, (packet, context) -> {
            throw new CancelPacketException("no");
        });
        in.receive(STREAM, event("x"), packet(PacketType.HEARTBEAT).build());
        in.executor.runAll();

        assertThat(in.calls).isEmpty();
        assertThat(in.counters.get("hooks.cancelled")).isEqualTo(2);
    }

    @Test
    void aPacketWhoseTypeAHookTookAwayIsDropped() {
        in.know();
        in.hooks.add(HookPoint.RECEIVE, HookScope.EVERYWHERE, 0, (packet, context) -> Packet.builder()
                .build());
        in.receive(STREAM, event("x"));
        in.executor.runAll();

        assertThat(in.counters.get("packets.dropped.unknown-type")).isOne();
    }

    @Test
    void eventsKeepTheirOrderWithHooks() {
        in.know();
        pass(HookPoint.RECEIVE);
        in.receive(STREAM, event("1"), event("2"), event("3"));
        in.executor.runAll();

        assertThat(in.calls).containsExactly("event 1", "event 2", "event 3");
    }

    @Test
    void eventsKeepTheirOrderWhenAHookComesAndGoes() {
        in.know();
        in.receive(STREAM, event("1"));
        Runnable removal = pass(HookPoint.RECEIVE);
        in.receive(STREAM, event("2"));
        removal.run();
        in.receive(STREAM, event("3"));
        in.executor.runAll();
        in.receive(STREAM, event("4"));
        in.executor.runAll();

        assertThat(in.calls).containsExactly("event 1", "event 2", "event 3", "event 4");
    }

    /** A handler that asks the member it hears from needs the answer while it still runs. */
    @Test
    void aResponsePassesItsHooksWhileAnEventOfTheSameSenderIsHandled() {
        in.know();
        pass(HookPoint.RECEIVE);
        in.dispatcher.inOrder(InboundFixture.SENDER, 1, Dispatcher.LANE_PATIENCE, () -> {
            in.receive(STREAM, packet(PacketType.RESPONSE).data("r").build());
            in.executor.runAll();
            assertThat(in.calls).containsExactly("response r by t");
            in.calls.add("handled");
        });
        in.executor.runAll();

        assertThat(in.calls).containsExactly("response r by t", "handled");
    }

    private Runnable pass(HookPoint point) {
        return in.hooks.add(point, HookScope.EVERYWHERE, 0, (packet, context) -> packet);
    }

    private void logAll() {
        for (HookPoint point : POINTS) {
            in.hooks.add(point, HookScope.EVERYWHERE, 0, (packet, context) -> {
                hooked.add(context.point() + " " + context.protocol());
                return packet;
            });
        }
    }
}
