package io.clusterkit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.hook.Hooks;
import io.clusterkit.member.Member;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.PacketType;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.QueueFullException;
import io.clusterkit.protocol.UncertainDeliveryException;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.SteppedRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundTest {
    private static final int DATAGRAM = 500;
    private static final int MAX_FRAME = 2000;

    private final SteppedRuntime time = new SteppedRuntime(1);
    private final Counters counters = new Counters();
    private final FakeProtocol u = new FakeProtocol("u");
    private final FakeProtocol t = new FakeProtocol("t");
    private final FakeProtocol.Broadcast c = new FakeProtocol.Broadcast(DATAGRAM);
    private final RouteHealth health = new RouteHealth(time);
    private final List<Member> unreachable = new ArrayList<>();
    private final List<SendOutcome> outcomes = new ArrayList<>();
    private final PacketFactory packets = new PacketFactory(TestMembers.id("self"), List.of("u", "t", "c"));
    private final Outbound outbound = new Outbound(
            List.of(u, t, c), health, new Hooks(time, counters), packets, counters, unreachable::add, MAX_FRAME);
    private final Member member = TestMembers.member("m", true, List.of("u", "t", "c"));

    @Test
    void theFirstThatWorksIsTheOnlyOneTried() {
        send("hello");

        assertThat(u.data()).containsExactly("hello");
        assertThat(t.tries).isZero();
        assertThat(outcomes).containsExactly(new SendOutcome(member, true, "u", null));
        assertThat(counters.get("packets.out.u")).isOne();
        assertThat(counters.get("fallbacks")).isZero();
    }

    @Test
    void afterAFailureTheNextIsTriedAndTellsTheReceiverWhatFailed() {
        u.failWith(new IOException("no"));

        send("hello");

        assertThat(t.sent)
                .extracting(packet -> packet.type().orElseThrow())
                .containsExactlyInAnyOrder(PacketType.EVENT, PacketType.FAILURE);
        assertThat(failureReport(t)).isEqualTo("protocols u");
        assertThat(c.sent).isEmpty();
        assertThat(outcomes).containsExactly(new SendOutcome(member, true, "t", null));
        assertThat(counters.get("fallbacks")).isOne();
        assertThat(unreachable).isEmpty();
    }

    @Test
    void multicastIsTheLastResortAndReportsAllThatFailed() {
        u.failWith(new IOException("no"));
        t.failWith(new IOException("no"));

        send("hello");

        assertThat(failureReport(c)).isEqualTo("protocols {u t}");
        assertThat(unreachable).as("a multicast proves nothing").containsExactly(member);
        assertThat(c.sent).allSatisfy(packet -> assertThat(packet.filter()).containsExactly("m"));
    }

    @Test
    void aRouteThatFailedIsTriedBehindTheOthersForAWhile() {
        u.failWith(new IOException("no"));
        send("one");
        u.work();
        send("two");
        assertThat(u.tries).isOne();

        time.advance(RoutingOptions.DEFAULT_RETRY_DELAY);
        send("three");

        assertThat(u.data()).containsExactly("three");
    }

    @Test
    void aReportThatFailsIsNotReported() {
        u.failWith(new IOException("no"));
        t.failWith(new IOException("no"));
        c.works(false);

        send("hello");

        assertThat(t.tries).isOne();
        assertThat(c.tries).isOne();
    }

    @Test
    void ifAllFailTheMemberIsUnreachableOnce() {
        IOException last = new IOException("the last");
        u.failWith(new IOException("no"));
        t.failWith(new IOException("no"));
        c.failWith(last);

        send("hello");

        assertThat(unreachable).containsExactly(member);
        assertThat(outcomes).containsExactly(new SendOutcome(member, false, "c", last));
        assertThat(counters.get("send.exhausted")).isOne();
    }

    @Test
    void withoutReportsNobodyIsTold() {
        u.failWith(new IOException("no"));
        outbound.send(
                List.of(member),
                event("x"),
                new SendOptions(List.of("u", "t"), true, false),
                (place, outcome) -> outcomes.add(outcome));
        assertThat(t.sent).extracting(packet -> packet.type().orElseThrow()).containsExactly(PacketType.EVENT);

        t.failWith(new IOException("no"));
        outbound.send(
                List.of(member),
                event("x"),
                new SendOptions(List.of("t"), true, false),
                (place, outcome) -> outcomes.add(outcome));
        assertThat(unreachable).isEmpty();
        assertThat(outcomes).extracting(SendOutcome::sent).containsExactly(true, false);
    }

    @Test
    void aFrameThatMayHaveArrivedIsNotSentAgain() {
        UncertainDeliveryException uncertain = new UncertainDeliveryException("cut", new IOException("reset"));
        u.failWith(uncertain);

        send("hello");

        assertThat(t.tries).isZero();
        assertThat(outcomes).containsExactly(new SendOutcome(member, false, "u", uncertain));
        assertThat(unreachable).isEmpty();
        assertThat(health.isPostponed(member.id(), "u")).isTrue();
    }

    @Test
    void aFullQueueIsNotGoneAroundAndIsNoFaultOfTheRoute() {
        QueueFullException full = new QueueFullException("full");
        u.failWith(full);

        send("hello");

        assertThat(t.tries).isZero();
        assertThat(outcomes).containsExactly(new SendOutcome(member, false, "u", full));
        assertThat(unreachable).isEmpty();
        assertThat(health.isPostponed(member.id(), "u")).isFalse();
    }

    @Test
    void aMemberWithoutACommonProtocolGetsNothingAndIsNotSuspected() {
        Member alien = TestMembers.member("a", true, List.of("z"));

        outbound.send(List.of(alien), event("x"), SendOptions.DEFAULT, (place, outcome) -> outcomes.add(outcome));

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.sent()).isFalse();
            assertThat(outcome.protocol()).isNull();
            assertThat(outcome.cause()).isInstanceOf(NoRouteException.class).hasMessageContaining("[z]");
        });
        assertThat(unreachable).isEmpty();
    }

    @Test
    void whatDoesNotFitADatagramGoesByStreamsOnly() {
        u.failWith(new IOException("no"));
        t.failWith(new IOException("no"));

        send("x".repeat(DATAGRAM));

        assertThat(c.tries).isZero();
        assertThat(outcomes).extracting(SendOutcome::protocol).containsExactly("t");
        assertThat(outbound.fitsDatagram(event("x".repeat(DATAGRAM)))).isFalse();
        assertThat(outbound.broadcast(event("x".repeat(DATAGRAM)))).isEqualTo(Outbound.BroadcastResult.TOO_LARGE);
        assertThat(c.sent).isEmpty();
        assertThat(counters.get("send.refused.too-large-for-datagram")).isOne();
    }

    @Test
    void aFrameOverTheLimitIsRefusedWithoutSuspectingTheReceiver() {
        int overhead = PacketCodec.encode(event("x".repeat(1000))).length - 1000;
        send("x".repeat(MAX_FRAME - overhead));
        send("x".repeat(MAX_FRAME - overhead + 1));

        assertThat(outcomes).extracting(SendOutcome::sent).containsExactly(true, false);
        assertThat(outcomes.get(1).cause()).hasMessageContaining("2001 bytes").hasMessageContaining("2000");
        assertThat(unreachable).isEmpty();
        assertThat(u.tries).isOne();
    }

    @Test
    void aMulticastThatTheNetworkDoesNotTakeIsNotSent() {
        assertThat(outbound.broadcast(event("x"))).isEqualTo(Outbound.BroadcastResult.SENT);
        c.works(false);
        assertThat(outbound.broadcast(event("y"))).isEqualTo(Outbound.BroadcastResult.NOT_TAKEN);
        assertThat(c.data()).containsExactly("x");
        assertThat(counters.get("packets.out.c")).isOne();
    }

    private void send(String data) {
        outbound.send(List.of(member), event(data), SendOptions.DEFAULT, (place, outcome) -> outcomes.add(outcome));
    }

    private Packet event(String data) {
        return packets.event(List.of("m"), 0, null, Payload.of(data));
    }

    private static String failureReport(FakeProtocol by) {
        return by.sent.stream()
                .filter(packet -> packet.type().orElseThrow() == PacketType.FAILURE)
                .map(Packet::data)
                .findFirst()
                .orElse("none");
    }
}
