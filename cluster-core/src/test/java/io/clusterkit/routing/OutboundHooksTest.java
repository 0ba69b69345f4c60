package io.clusterkit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.hook.CancelPacketException;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.HookScope;
import io.clusterkit.hook.Hooks;
import io.clusterkit.member.Member;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.Payload;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.SteppedRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboundHooksTest {
    private final SteppedRuntime time = new SteppedRuntime(1);
    private final Counters counters = new Counters();
    private final Hooks hooks = new Hooks(time, counters);
    private final FakeProtocol t = new FakeProtocol("t");
    private final FakeProtocol.Broadcast c = new FakeProtocol.Broadcast(500);
    private final List<Member> unreachable = new ArrayList<>();
    private final List<SendOutcome> outcomes = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final PacketFactory packets = new PacketFactory(TestMembers.id("self"), List.of("t", "c"));
    private final Outbound outbound =
            new Outbound(List.of(t, c), new RouteHealth(time), hooks, packets, counters, unreachable::add, 10_000);
    private final Member member = TestMembers.member("m");

    @Test
    void aPacketForOneMemberPassesSendThenChannelThenProtocol() {
        logAll();

        outbound.send(List.of(member), event(7, "x"), SendOptions.DEFAULT, (place, outcome) -> outcomes.add(outcome));

        assertThat(calls).containsExactly("SEND null m", "CHANNEL_SEND null m", "PROTOCOL_SEND t m");
    }

    @Test
    void aMulticastPassesBroadcastThenSendThenChannelThenProtocol() {
        logAll();

        outbound.broadcast(event(7, "x"));

        assertThat(calls)
                .containsExactly("BROADCAST null all", "SEND null all", "CHANNEL_SEND null all", "PROTOCOL_SEND c all");
    }

    @Test
    void aScatterPassesSendOnceAndTheProtocolForEachTry() {
        logAll();
        t.failWith(new IOException("no"));
        Member other = TestMembers.member("n");

        outbound.send(
                List.of(member, other),
                event(0, "x"),
                new SendOptions(List.of(), true, false),
                (place, outcome) -> outcomes.add(outcome));

        assertThat(calls)
                .containsExactly(
                        "SEND null all",
                        "CHANNEL_SEND null all",
                        "PROTOCOL_SEND t m",
                        "PROTOCOL_SEND c m",
                        "PROTOCOL_SEND t n",
                        "PROTOCOL_SEND c n");
    }

    @Test
    void whatHooksMakeOfThePacketIsSent() {
        append(HookPoint.SEND, "-send");
        append(HookPoint.CHANNEL_SEND, "-channel");
        append(HookPoint.PROTOCOL_SEND, "-protocol");
        append(HookPoint.BROADCAST, "-broadcast");

        outbound.send(List.of(member), event(0, "x"), SendOptions.DEFAULT, (place, outcome) -> outcomes.add(outcome));
        outbound.broadcast(event(0, "y"));

        assertThat(t.data()).containsExactly("x-send-channel-protocol");
        assertThat(c.data()).containsExactly("y-broadcast-send-channel-protocol");
    }

    @Test
    void aHookOfOneProtocolChangesWhatGoesByThatProtocolOnly() {
        hooks.add(
                HookPoint.PROTOCOL_SEND,
                new HookScope(Set.of(), Set.of("t")),
                0,
                (packet, context) -> packet.toBuilder().data("changed").build());
        t.failWith(new IOException("no"));

        outbound.send(
                List.of(member),
                event(0, "x"),
                new SendOptions(List.of(), true, false),
                (place, outcome) -> outcomes.add(outcome));

        assertThat(c.data()).containsExactly("x");
    }

    @Test
    void aHookThatCancelsStopsThePacketForAllAndTriesNothing() {
        cancel(HookPoint.CHANNEL_SEND);

        outbound.send(
                List.of(member, TestMembers.member("n")),
                event(0, "x"),
                SendOptions.DEFAULT,
                (place, outcome) -> outcomes.add(outcome));

        assertThat(t.tries).isZero();
        assertThat(outcomes).hasSize(2).allSatisfy(outcome -> {
            assertThat(outcome.sent()).isFalse();
            assertThat(outcome.cause()).isInstanceOf(PacketCancelledException.class);
        });
        assertThat(unreachable).isEmpty();
    }

    @Test
    void aProtocolHookThatCancelsEndsTheAttemptWithoutAnotherTry() {
        cancel(HookPoint.PROTOCOL_SEND);

        outbound.send(List.of(member), event(0, "x"), SendOptions.DEFAULT, (place, outcome) -> outcomes.add(outcome));

        assertThat(t.tries + c.tries).isZero();
        assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(outcome.cause())
                .isInstanceOf(PacketCancelledException.class));
        assertThat(unreachable).isEmpty();
    }

    @Test
    void aCancelledMulticastSaysSo() {
        cancel(HookPoint.BROADCAST);

        assertThat(outbound.broadcast(event(0, "x"))).isEqualTo(Outbound.BroadcastResult.STOPPED);
        assertThat(c.sent).isEmpty();
    }

    @Test
    void aMulticastThatHooksMakeTooLargeSaysSo() {
        append(HookPoint.SEND, "x".repeat(500));

        assertThat(outbound.fitsDatagram(event(0, "x"))).isTrue();
        assertThat(outbound.broadcast(event(0, "x"))).isEqualTo(Outbound.BroadcastResult.TOO_LARGE);
    }

    @Test
    void aHookOfAnotherChannelIsNotCalled() {
        hooks.add(HookPoint.CHANNEL_SEND, HookScope.channels(7L), 0, (packet, context) -> packet.toBuilder()
                .data("changed")
                .build());

        outbound.send(
                List.of(member), event(0, "zero"), SendOptions.DEFAULT, (place, outcome) -> outcomes.add(outcome));
        outbound.send(
                List.of(member), event(7, "seven"), SendOptions.DEFAULT, (place, outcome) -> outcomes.add(outcome));

        assertThat(t.data()).containsExactly("zero", "changed");
    }

    private void logAll() {
        for (HookPoint point : Outbound.POINTS) {
            hooks.add(point, HookScope.EVERYWHERE, 0, (packet, context) -> {
                Member to = context.member();
                calls.add(context.point() + " " + context.protocol() + " " + (to == null ? "all" : to.sid()));
                return packet;
            });
        }
    }

    private void append(HookPoint point, String text) {
        hooks.add(point, HookScope.EVERYWHERE, 0, (packet, context) -> packet.toBuilder()
                .data(packet.data() + text)
                .build());
    }

    private void cancel(HookPoint point) {
        hooks.add(point, HookScope.EVERYWHERE, 0, (packet, context) -> {
            throw new CancelPacketException("no");
        });
    }

    private Packet event(long channel, String data) {
        return packets.event(List.of("m"), channel, null, Payload.of(data));
    }
}
