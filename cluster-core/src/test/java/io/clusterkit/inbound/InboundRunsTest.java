package io.clusterkit.inbound;

import static io.clusterkit.inbound.InboundFixture.STREAM;
import static io.clusterkit.inbound.InboundFixture.event;
import static io.clusterkit.inbound.InboundFixture.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.hook.CancelPacketException;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.HookScope;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.Receiver;
import io.clusterkit.registry.Observation;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Events of one read that follow each other: what is asked and noted once for all of them must come out the same. */
class InboundRunsTest {
    private static final MemberId OTHER = TestMembers.id("s2");

    private final InboundFixture in = new InboundFixture(true);

    @Test
    void eachPacketOfAReadIsCountedByItsTypeAndItsFate() {
        in.know();
        know(OTHER);
        List<Packet> sent = List.of(
                event("1"),
                event("2"),
                ofOther("3"),
                event("4"),
                packet(PacketType.QUERY).ruid("r").data("5").build(),
                event("6"),
                packet(PacketType.EVENT)
                        .filter(List.of("nobody"))
                        .data("not ours")
                        .build(),
                event("7"),
                packet(PacketType.EVENT).sid("self").data("own").build(),
                packet(PacketType.EVENT).channel(9).data("elsewhere").build(),
                event("8"));

        int bytes = read(in.inbound.receiver(STREAM), sent);

        assertThat(in.counters.get("packets.in.t.event")).isEqualTo(10);
        assertThat(in.counters.get("packets.in.t.query")).isOne();
        assertThat(in.counters.get("packets.in.t")).isEqualTo(sent.size());
        assertThat(in.counters.get("bytes.in.t")).isEqualTo(bytes);
        assertThat(in.counters.get("packets.dropped.filter")).isOne();
        assertThat(in.counters.get("packets.dropped.own")).isOne();
        assertThat(in.counters.get("packets.dropped.channel")).isOne();
        in.executor.runAll();
        assertThat(in.calls)
                .containsExactlyInAnyOrder(
                        "query 5 by t", "event 1", "event 2", "event 3", "event 4", "event 6", "event 7", "event 8");
        assertThat(in.calls)
                .filteredOn(call -> call.startsWith("event") && !call.endsWith("3"))
                .as("the order of one sender")
                .isSorted();
        assertThat(in.senders).extracting(Member::id).filteredOn(OTHER::equals).hasSize(1);
    }

    @Test
    void moreEventsThanOneHandOverTakesAreAllCountedAndHandledInOrder() {
        in.know();
        List<Packet> sent = new ArrayList<>();
        for (int i = 0; i < 3 * EventRun.MOST + 1; i++) {
            sent.add(event(Integer.toString(i)));
        }
        int bytes = read(in.inbound.receiver(STREAM), sent);

        assertThat(in.counters.get("packets.in.t.event")).isEqualTo(sent.size());
        assertThat(in.counters.get("bytes.in.t")).isEqualTo(bytes);
        assertThat(in.dispatcher.waitingForHandlers()).isEqualTo(sent.size());
        in.executor.runAll();
        assertThat(in.calls)
                .containsExactlyElementsOf(
                        sent.stream().map(event -> "event " + event.data()).toList());
    }

    @Test
    void whoIsToldOfAPacketFindsTheEventsBeforeItCounted() {
        in.know();
        List<Long> counted = new ArrayList<>();
        Origin noticing = new InboundFixture.Stream() {
            @Override
            public void confirmed(long events) {
                counted.add(in.counters.get("packets.in.t.event"));
            }
        };
        read(
                in.inbound.receiver(noticing),
                List.of(
                        event("1"),
                        event("2"),
                        packet(PacketType.RECEIPT).timestamp(1).build(),
                        event("3")));

        assertThat(counted).containsExactly(2L);
        assertThat(in.counters.get("packets.in.t.event")).isEqualTo(3);
    }

    @Test
    void aHookThatAppearsWithinAReadSeesWhatFollowsAndNothingOvertakesIt() {
        in.know();
        List<String> hooked = new ArrayList<>();
        List<Runnable> remove = new ArrayList<>();
        Origin changing = new InboundFixture.Stream() {
            @Override
            public void confirmed(long mark) {
                if (mark == 1) {
                    remove.add(in.hooks.add(HookPoint.RECEIVE, HookScope.EVERYWHERE, 0, (packet, context) -> {
                        hooked.add(packet.data() + " of " + in.counters.get("packets.in.t.event"));
                        if ("3".equals(packet.data())) {
                            throw new CancelPacketException("not this one");
                        }
                        return packet;
                    }));
                } else {
                    in.executor.runAll();
                    assertThat(in.calls).containsExactly("event 1", "event 2", "event 4");
                    remove.forEach(Runnable::run);
                }
            }
        };
        Receiver receiver = in.inbound.receiver(changing);
        read(receiver, List.of(event("1"), event("2"), receipt(1), event("3"), event("4"), receipt(2), event("5")));
        in.executor.runAll();

        assertThat(hooked).containsExactly("3 of 4", "4 of 4");
        assertThat(in.calls).containsExactly("event 1", "event 2", "event 4", "event 5");
        assertThat(in.counters.get("packets.in.t.event")).isEqualTo(5);
    }

    @Test
    void aSenderWhoSaysSomethingNewAmongEventsIsHeard() {
        in.know();
        read(
                in.inbound.receiver(STREAM),
                List.of(
                        event("1"),
                        event("2"),
                        packet(PacketType.EVENT).data("3").tags(List.of("new")).build(),
                        packet(PacketType.EVENT)
                                .data("4")
                                .protocols(List.of("u", "c"))
                                .build(),
                        event("5")));
        in.executor.runAll();

        assertThat(in.calls)
                .containsExactly(
                        "control EVENT", "control EVENT", "event 1", "event 2", "event 3", "event 4", "event 5");
        assertThat(in.seen.get(0).tags()).isEqualTo(Tags.of("new"));
        assertThat(in.seen.get(1).protocols()).containsExactly("u", "c");
    }

    @Test
    void whatAStrangerSaysInOneReadIsHandedOnTogether() {
        Packet tagged = packet(PacketType.EVENT).data("3").tags(List.of("new")).build();
        Receiver receiver = in.inbound.receiver(STREAM);
        read(receiver, List.of(event("1"), event("2"), tagged, event("4"), ofOther("5")));
        read(receiver, List.of(event("6")));
        in.executor.runAll();

        assertThat(in.senders).extracting(Member::sid).containsExactlyInAnyOrder("s1", "s1", "s1", "s1", "s2", "s1");
        List<Member> ofOne =
                in.senders.stream().filter(from -> from.sid().equals("s1")).toList();
        assertThat(ofOne.get(1)).isSameAs(ofOne.get(0));
        assertThat(ofOne.get(2).tags()).isEqualTo(Tags.of("new"));
        assertThat(ofOne.get(3).tags()).isEmpty();
        assertThat(ofOne.get(4)).isNotSameAs(ofOne.get(3));
        assertThat(in.calls)
                .filteredOn("control EVENT"::equals)
                .as("each is told")
                .hasSize(6);
    }

    @Test
    void eachReadAsksTheRegistryAnew() {
        in.know();
        Receiver receiver = in.inbound.receiver(STREAM);
        read(receiver, Collections.nCopies(3, event("x")));
        in.registry.remove(InboundFixture.SENDER);
        read(receiver, Collections.nCopies(2, event("y")));
        assertThat(in.calls).as("a stranger's").containsOnly("control EVENT").hasSize(2);

        in.know();
        in.time.advance(Duration.ofMillis(100));
        read(receiver, Collections.nCopies(3, event("z")));
        Member known = Objects.requireNonNull(in.registry.get(InboundFixture.SENDER));
        assertThat(in.registry.lastSeen(known).lastSeen()).isEqualTo(in.time.instant());
    }

    private static Packet receipt(long events) {
        return packet(PacketType.RECEIPT).timestamp(events).build();
    }

    private static Packet ofOther(String data) {
        return packet(PacketType.EVENT).sid(OTHER.sid()).data(data).build();
    }

    private void know(MemberId id) {
        in.registry.observe(
                new Observation(id, "10.0.0.1", true, true, List.of("t", "c"), Tags.of("known"), null, false));
    }

    /** Takes all in one read; returns how many bytes they have. */
    private static int read(Receiver receiver, List<Packet> packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        packets.forEach(packet -> all.writeBytes(PacketCodec.encode(packet)));
        receiver.stream(all.toByteArray(), 0, all.size());
        return all.size();
    }
}
