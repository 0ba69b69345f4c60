package io.clusterkit.inbound;

import static io.clusterkit.inbound.InboundFixture.MULTICAST;
import static io.clusterkit.inbound.InboundFixture.SENDER;
import static io.clusterkit.inbound.InboundFixture.STREAM;
import static io.clusterkit.inbound.InboundFixture.event;
import static io.clusterkit.inbound.InboundFixture.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.inbound.InboundFixture.Where;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.Receiver;
import io.clusterkit.registry.Observation;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InboundTest {
    private final InboundFixture in = new InboundFixture(true);

    @ParameterizedTest
    @EnumSource(names = {"DISCONNECT", "HEARTBEAT", "DISCOVERY", "PING", "FLUSH", "FAILURE"})
    void packetsAboutMembersGoToTheControlLoopAtOnce(PacketType type) {
        in.receive(MULTICAST, packet(type).build());

        assertThat(in.calls).containsExactly("control " + type);
    }

    @Test
    void eachDropIsCountedByItsReason() {
        in.receive(
                STREAM,
                packet(PacketType.EVENT).sid("self").build(),
                packet(PacketType.EVENT).channel(99).build(),
                packet(PacketType.EVENT).channel(98).build());

        assertThat(in.calls).isEmpty();
        assertThat(in.counters.get("packets.dropped.own")).isOne();
        assertThat(in.counters.get("packets.dropped.channel")).isEqualTo(2);
        assertThat(in.counters.get("packets.in.t")).isEqualTo(3);
    }

    @Test
    void aMemberThatLeavesTakesReceiptsOnly() {
        in.know();
        List<Long> told = new ArrayList<>();
        Origin origin = new InboundFixture.Stream() {
            @Override
            public void confirmed(long events) {
                told.add(events);
            }

            @Override
            public void taken(long events) {
                told.add(-events);
            }
        };
        in.inbound.leave();
        in.receive(
                origin,
                event("late"),
                packet(PacketType.QUERY).data("late").build(),
                packet(PacketType.RECEIPT).timestamp(7).build(),
                packet(PacketType.RECEIPT).timestamp(8).channel(99).build());
        byte[] heartbeat = PacketCodec.encode(packet(PacketType.HEARTBEAT).build());
        in.inbound.receiver(MULTICAST).datagram(heartbeat, 0, heartbeat.length);
        in.executor.runAll();

        assertThat(in.calls).isEmpty();
        assertThat(told).as("what is not handled is not receipted").containsExactly(7L);
        assertThat(in.counters.get("packets.dropped.not-joined")).isEqualTo(4);
    }

    @Test
    void anEventOfAStrangerIsHandledWithAProvisionalSenderAndMakesItKnown() {
        in.receive(
                STREAM, packet(PacketType.EVENT).data("hi").tags(List.of("x")).build());
        in.executor.runAll();

        assertThat(in.calls).containsExactly("control EVENT", "event hi");
        Member provisional = in.senders.get(0);
        assertThat(provisional.id()).isEqualTo(SENDER);
        assertThat(provisional.tags()).isEqualTo(Tags.of("x"));
        assertThat(provisional.protocolProps()).isEmpty();
        assertThat(provisional.state()).isEqualTo(MemberState.ALIVE);
        assertThat(in.seen.get(0).props())
                .as("an event's data are no properties")
                .isNull();
    }

    @Test
    void anEventOfAKnownMemberDoesNotTroubleTheLoopAndCountsAsASignOfLife() {
        in.know();
        in.time.advance(Duration.ofSeconds(1));
        in.receive(STREAM, event("hi"));
        in.time.advance(Duration.ofNanos(1));

        assertThat(in.calls).isEmpty();
        assertThat(in.registry.sweep()).isEmpty();
        in.executor.runAll();
        assertThat(in.calls).containsExactly("event hi");
        assertThat(in.senders.get(0).tags()).isEqualTo(Tags.of("known"));
    }

    @Test
    void newsInAnyPacketReachTheLoop() {
        in.know();
        in.receive(STREAM, packet(PacketType.RESPONSE).tags(List.of("known")).build());
        assertThat(in.seen).isEmpty();

        in.receive(STREAM, packet(PacketType.RESPONSE).tags(List.of("new")).build());
        in.receive(STREAM, packet(PacketType.RESPONSE).protocols(List.of("c")).build());
        in.receive(new Where("c", "10.0.0.2", true), event("x"));
        in.time.advance(Duration.ofSeconds(10));
        in.registry.suspect(SENDER, 1, 1);
        in.receive(STREAM, packet(PacketType.RESPONSE).build());

        assertThat(in.seen).hasSize(4);
    }

    @Test
    void anotherAddressIsNewsByMulticastOnly() {
        in.know();

        in.receive(new Where("t", "10.0.0.2", true), event("x"));

        assertThat(in.seen).isEmpty();
    }

    @Test
    void eventsOfOneSenderAreHandledInTheirOrderAndQueriesBesideThem() {
        in.know();
        in.receive(STREAM, event("1"), packet(PacketType.QUERY).data("q").build(), event("2"));

        assertThat(in.executor.waiting()).isEqualTo(2);
        in.executor.runAll();
        assertThat(in.calls).containsExactly("event 1", "event 2", "query q by t");
    }

    @Test
    void aResponseCompletesItsQueryOnTheReader() {
        in.know();
        in.receive(STREAM, event("slow"), packet(PacketType.RESPONSE).data("r").build());

        assertThat(in.calls).containsExactly("response r by t");
    }

    @Test
    void aQueryWithoutAFreeThreadIsRefusedAndAnEventDropped() {
        in.know();
        in.executor.refuse(true);
        in.receive(STREAM, packet(PacketType.QUERY).data("q").build(), event("e"));

        assertThat(in.calls).containsExactly("refused q by t");
        assertThat(in.counters.get("queries.refused")).isOne();
        assertThat(in.counters.get("packets.dropped.queue-full")).isOne();
    }

    @Test
    void aLaneThatIsNearlyFullTakesWhatFitsOfOneRead() {
        in.know();
        for (int i = 0; i < Dispatcher.LANE_CAPACITY - 3; i++) {
            in.receive(STREAM, event("x"));
        }
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int i = 1; i <= 5; i++) {
            read.writeBytes(PacketCodec.encode(event("of five " + i)));
        }

        Thread.currentThread().interrupt(); // whoever is interrupted does not wait
        in.inbound.receiver(STREAM).stream(read.toByteArray(), 0, read.size());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(in.counters.get("packets.dropped.queue-full")).isEqualTo(2);
        in.executor.runAll();
        assertThat(in.calls)
                .filteredOn(call -> call.startsWith("event of five"))
                .containsExactly("event of five 1", "event of five 2", "event of five 3");
    }

    @Test
    void aFullLaneDropsAndCountsWhenTheReaderMayNotWait() {
        in.know();
        for (int i = 0; i < Dispatcher.LANE_CAPACITY; i++) {
            in.receive(STREAM, event("x"));
        }
        assertThat(in.dispatcher.waitingForHandlers()).isEqualTo(Dispatcher.LANE_CAPACITY);

        Thread.currentThread().interrupt(); // whoever is interrupted does not wait
        in.receive(STREAM, event("too many"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(in.counters.get("packets.dropped.queue-full")).isOne();
        in.executor.runAll();
        assertThat(in.calls).hasSize(Dispatcher.LANE_CAPACITY).doesNotContain("event too many");
    }

    @Test
    void propertiesAreReadFromTheDataOfAnnouncements() {
        in.receive(
                MULTICAST,
                packet(PacketType.HEARTBEAT).data("t {port 1} u {path {a b}}").build());
        in.receive(MULTICAST, packet(PacketType.HEARTBEAT).data("").build());
        in.receive(MULTICAST, packet(PacketType.HEARTBEAT).build());
        in.receive(MULTICAST, packet(PacketType.FLUSH).data("t {port 2}").build());
        in.receive(MULTICAST, packet(PacketType.HEARTBEAT).data("t {port").build());

        assertThat(in.seen)
                .extracting(Observation::props)
                .containsExactly(
                        Map.of("t", Map.of("port", "1"), "u", Map.of("path", "a b")),
                        Map.of(),
                        null,
                        Map.of("t", Map.of("port", "2")),
                        null);
        assertThat(in.seen).extracting(Observation::replacesProps).containsExactly(false, false, false, true, false);
        assertThat(in.counters.get("packets.malformed-props")).isOne();
    }

    @Test
    void bytesThatAreNoPacketAreCountedAndTheNextPacketIsTaken() {
        byte[] frame = PacketCodec.encode(event("x"));
        frame[frame.length - 1] = 1;
        in.inbound.receiver(MULTICAST).datagram(frame, 0, frame.length);
        in.receive(MULTICAST, event("y"));

        assertThat(in.counters.snapshot().keySet()).anyMatch(name -> name.startsWith("packets.undecodable."));
        in.executor.runAll();
        assertThat(in.calls).contains("event y");
    }

    @Test
    void anOriginIsToldOnceWhoSpeaksThere() {
        List<String> told = new ArrayList<>();
        Origin origin = new InboundFixture.Stream() {
            @Override
            public void identified(MemberId member) {
                told.add(member.sid());
            }
        };
        Packet other = packet(PacketType.EVENT).sid("s2").build();
        in.receive(origin, event("1"), event("2"), other, event("3"));

        assertThat(told).containsExactly("s1", "s2", "s1");
    }

    @Test
    void eachReadIsASignOfLifeOfEachWhoSpeaksInIt() {
        in.know();
        Member known = Objects.requireNonNull(in.registry.get(SENDER));
        Receiver receiver = in.inbound.receiver(STREAM);
        for (int read = 0; read < 2; read++) {
            in.time.advance(Duration.ofMillis(100));
            ByteArrayOutputStream two = new ByteArrayOutputStream();
            two.writeBytes(PacketCodec.encode(event("1")));
            two.writeBytes(PacketCodec.encode(event("2")));
            receiver.stream(two.toByteArray(), 0, two.size());
            assertThat(in.registry.lastSeen(known).lastSeen()).isEqualTo(in.time.instant());
        }
    }

    @Test
    void sendersThatAreGoneAreForgottenUnlessTheyAreBusy() {
        in.know();
        in.receive(STREAM, event("1"));
        in.dispatcher.forgetAllBut(sender -> false);
        in.receive(STREAM, event("2"));
        assertThat(in.executor.waiting())
                .as("still one lane, or the order would be lost")
                .isOne();

        in.executor.runAll();
        in.dispatcher.forgetAllBut(sender -> false);
        assertThat(in.calls).containsExactly("event 1", "event 2");
    }
}
