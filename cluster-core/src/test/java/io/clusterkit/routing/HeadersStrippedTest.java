package io.clusterkit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.HookScope;
import io.clusterkit.hook.Hooks;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.SteppedRuntime;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Headers go only to those who said that they understand them. */
class HeadersStrippedTest {
    private static final int DATAGRAM = 300;
    private static final int MAX_FRAME = 2000;
    private static final Map<String, String> HEADERS = Map.of("trace", "1");
    private static final Map<String, String> TAKES = Map.of("port", "1", "headers", "1");

    /** Keeps the arrays themselves, to see which deliveries share one. */
    private static final class Frames extends FakeProtocol {
        final List<byte[]> frames = new ArrayList<>();

        Frames(String id) {
            super(id);
        }

        @Override
        public void send(Delivery delivery) {
            frames.add(delivery.frame());
            super.send(delivery);
        }
    }

    private final SteppedRuntime time = new SteppedRuntime(1);
    private final Counters counters = new Counters();
    private final Frames u = new Frames("u");
    private final Frames t = new Frames("t");
    private final FakeProtocol.Broadcast c = new FakeProtocol.Broadcast(DATAGRAM);
    private final Hooks hooks = new Hooks(time, counters);
    private final List<SendOutcome> outcomes = new ArrayList<>();
    private final PacketFactory packets = new PacketFactory(TestMembers.id("self"), List.of("u", "t", "c"));
    private final Outbound outbound =
            new Outbound(List.of(u, t, c), new RouteHealth(time), hooks, packets, counters, member -> {}, MAX_FRAME);
    private final Member modern = member("modern", Map.of("u", TAKES, "t", TAKES));
    private final Member original = member("original", Map.of("t", Map.of("port", "1")));

    @Test
    void aMemberThatAnnouncedItGetsThem() {
        send(event("x"), modern);

        assertThat(u.sent).singleElement().satisfies(packet -> assertThat(packet.headers())
                .isEqualTo(HEADERS));
        assertThat(counters.get("headers.stripped")).isZero();
    }

    @Test
    void aMemberThatDidNotGetsExactlyThePacketWithoutThem() {
        send(event("x"), original);

        assertThat(t.sent).containsExactly(event("x").withHeaders(Map.of()));
        assertThat(counters.get("headers.stripped")).isOne();
    }

    @Test
    void anotherValueThanOneIsNoPromise() {
        send(event("x"), member("odd", Map.of("t", Map.of("headers", "0"))));

        assertThat(t.sent).containsExactly(event("x").withHeaders(Map.of()));
    }

    @Test
    void whatItAnnouncedOfOneProtocolSaysNothingOfAnother() {
        Member half = member("half", Map.of("u", Map.of("path", "/x"), "t", TAKES));

        send(event("x"), half);
        u.failWith(new IOException("no"));
        send(event("y"), half);

        assertThat(u.sent).containsExactly(event("x").withHeaders(Map.of()));
        assertThat(t.sent).contains(event("y"));
    }

    @Test
    void aScatterIsEncodedTwiceAtMost() {
        send(
                event("x"),
                modern,
                original,
                member("m2", modern.protocolProps()),
                member("o2", original.protocolProps()));

        assertThat(u.sent).extracting(Packet::headers).containsExactly(HEADERS, HEADERS);
        assertThat(t.sent).extracting(Packet::headers).containsExactly(Map.of(), Map.of());
        assertThat(u.frames.get(0)).isSameAs(u.frames.get(1));
        assertThat(t.frames.get(0)).isSameAs(t.frames.get(1)).isNotSameAs(u.frames.get(0));
        assertThat(counters.get("headers.stripped")).isEqualTo(2);
        assertThat(outcomes).allMatch(SendOutcome::sent).hasSize(4);
    }

    @Test
    void headersAreLostByAMulticastOnlyIfThereAreSomeAndSomebodyWouldGetThem() {
        assertThat(outbound.wouldLoseHeaders(event("x"), List.of(original, modern)))
                .isTrue();
        assertThat(outbound.wouldLoseHeaders(event("x"), List.of(original))).isFalse();
        assertThat(outbound.wouldLoseHeaders(event("x"), List.of(member("beacon", Map.of("c", TAKES)))))
                .isFalse();
        assertThat(outbound.wouldLoseHeaders(event("x").withHeaders(Map.of()), List.of(modern)))
                .isFalse();
    }

    @Test
    void aMulticastHasNone() {
        assertThat(outbound.broadcast(event("x"))).isEqualTo(Outbound.BroadcastResult.SENT);

        assertThat(c.sent).containsExactly(event("x").withHeaders(Map.of()));
        assertThat(counters.get("headers.stripped")).isOne();
    }

    @Test
    void aMulticastAsTheLastResortHasNoneEvenIfTheMemberAnnouncedItOfTheBeacon() {
        u.failWith(new IOException("no"));
        t.failWith(new IOException("no"));

        send(event("x"), member("m", Map.of("t", TAKES, "c", TAKES)));

        assertThat(c.sent).contains(event("x").withHeaders(Map.of()));
    }

    @Test
    void forADatagramTheSizeWithoutHeadersCounts() {
        Packet large = event("x").withHeaders(Map.of("large", "v".repeat(DATAGRAM)));
        u.failWith(new IOException("no"));
        t.failWith(new IOException("no"));

        assertThat(outbound.fitsDatagram(large)).isTrue();
        assertThat(outbound.broadcast(large)).isEqualTo(Outbound.BroadcastResult.SENT);
        send(large, modern);

        assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(outcome.protocol())
                .isEqualTo("c"));
    }

    @Test
    void aPacketThatIsTooLargeWithHeadersOnlyStillGoesToThoseWhoDoNotTakeThem() {
        int bare = PacketCodec.encode(event("x".repeat(1000)).withHeaders(Map.of())).length;
        int room = MAX_FRAME - (bare - 1000);
        Packet large = event("x".repeat(room));

        send(large, modern, original);

        assertThat(t.sent).containsExactly(large.withHeaders(Map.of()));
        assertThat(outcomes).extracting(SendOutcome::sent).containsExactly(false, true);
        assertThat(outcomes.get(0).cause()).isInstanceOf(PacketTooLargeException.class);
    }

    @Test
    void hooksSeeThemAndMayAddSome() {
        List<Map<String, String>> seen = new ArrayList<>();
        hooks.add(HookPoint.PROTOCOL_SEND, HookScope.EVERYWHERE, 0, (packet, context) -> {
            seen.add(packet.headers());
            return packet.withHeaders(Map.of("by", "hook"));
        });

        send(event("x"), modern, original);

        assertThat(seen).containsExactly(HEADERS, HEADERS);
        assertThat(u.sent).extracting(Packet::headers).containsExactly(Map.of("by", "hook"));
        assertThat(t.sent).containsExactly(event("x").withHeaders(Map.of()));
        assertThat(counters.get("headers.stripped")).isOne();
    }

    private void send(Packet packet, Member... members) {
        outbound.send(List.of(members), packet, SendOptions.DEFAULT, (place, outcome) -> outcomes.add(outcome));
    }

    private Packet event(String data) {
        return packets.event(List.of("m"), 0, null, Payload.of(data)).withHeaders(HEADERS);
    }

    private static Member member(String sid, Map<String, Map<String, String>> props) {
        List<String> protocols = props.containsKey("u") ? List.of("u", "t", "c") : List.of("t", "c");
        return new Member(
                TestMembers.id(sid),
                TestMembers.ADDRESS,
                true,
                MemberState.ALIVE,
                Tags.none(),
                protocols,
                props,
                Instant.EPOCH);
    }
}
