package io.clusterkit.inbound;

import static io.clusterkit.inbound.InboundFixture.MULTICAST;
import static io.clusterkit.inbound.InboundFixture.SELF;
import static io.clusterkit.inbound.InboundFixture.STREAM;
import static io.clusterkit.inbound.InboundFixture.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clusterkit.inbound.InboundFixture.Where;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.Origin;
import io.clusterkit.runtime.DropReason;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PacketFiltersTest {
    private static final boolean THIS_HOST = true;
    private static final boolean NETWORK = false;
    private static final Where FAR = new Where("c", "10.9.9.9", false);
    private static final PacketType EVENT = PacketType.EVENT;

    @ParameterizedTest(name = "{0}")
    @MethodSource("packets")
    void refusesWhatIsNotForThisMember(
            String name, boolean thisHostOnly, Origin origin, Packet packet, @Nullable DropReason reason) {
        PacketFilters filters =
                new PacketFilters(SELF, thisHostOnly, () -> Tags.of("mine", "eu"), () -> Set.of(0L, 1L, 2L, 7L));

        assertThat(filters.refuse(packet, origin)).isEqualTo(reason);
        for (Packet before : List.of(
                packet(EVENT).build(), packet(EVENT).filter(List.of("mine")).build(), packet)) {
            PacketFilters.Passed passed = new PacketFilters.Passed();
            filters.refuse(before, origin, passed);
            assertThat(filters.refuse(packet, origin, passed))
                    .as("behind " + before)
                    .isEqualTo(reason);
        }
    }

    @Test
    void aPacketLikeTheOneBeforeIsFilteredAgainWhenTheTagsChange() {
        AtomicReference<Tags> own = new AtomicReference<>(Tags.of("mine"));
        PacketFilters filters = new PacketFilters(SELF, THIS_HOST, own::get, Set::of);
        PacketFilters.Passed passed = new PacketFilters.Passed();
        Packet forMine = filtered("mine");
        assertThat(filters.refuse(forMine, STREAM, passed)).isNull();
        assertThat(filters.refuse(forMine, STREAM, passed)).isNull();

        own.set(Tags.of("other"));

        assertThat(filters.refuse(forMine, STREAM, passed)).isEqualTo(DropReason.FILTER);
    }

    static Stream<Arguments> packets() {
        Packet whole = packet(EVENT).build();
        Packet foreign = packet(EVENT).hid("02:ff").build();
        return Stream.of(
                passes("a whole one", STREAM, whole),
                refused("its own", MULTICAST, packet(EVENT).sid("self").build(), DropReason.OWN),
                refused(
                        "its own, broken",
                        MULTICAST,
                        Packet.builder().sid("self").build(),
                        DropReason.OWN),
                passes("filter by sid", STREAM, filtered("x", "self")),
                passes("filter by hid", STREAM, filtered(SELF.hid())),
                passes("filter by tag", STREAM, filtered("x", "eu")),
                passes(
                        "filter behind",
                        STREAM,
                        packet(EVENT).filter(List.of("mine")).build()),
                refused("filter of others", STREAM, filtered("x", "mi", "selfie"), DropReason.FILTER),
                refused("filter of nobody", STREAM, filtered(), DropReason.FILTER),
                refused(
                        "no sid",
                        STREAM,
                        without().hid("h").type(EVENT).channel(0).build(),
                        DropReason.INCOMPLETE),
                refused(
                        "no hid",
                        STREAM,
                        without().sid("s").type(EVENT).channel(0).build(),
                        DropReason.INCOMPLETE),
                refused("empty sid", STREAM, packet(EVENT).sid("").build(), DropReason.INCOMPLETE),
                refused("empty hid", STREAM, packet(EVENT).hid("").build(), DropReason.INCOMPLETE),
                refused(
                        "no type",
                        STREAM,
                        without().sid("s").hid("h").channel(0).build(),
                        DropReason.INCOMPLETE),
                refused(
                        "no channel",
                        STREAM,
                        without().sid("s").hid("h").type(EVENT).build(),
                        DropReason.INCOMPLETE),
                refused(
                        "no protocols",
                        STREAM,
                        Packet.builder()
                                .sid("s")
                                .hid("h")
                                .type(EVENT)
                                .channel(0)
                                .build(),
                        DropReason.INCOMPLETE),
                refused(
                        "without c",
                        STREAM,
                        packet(EVENT).protocols(List.of("t")).build(),
                        DropReason.INCOMPLETE),
                refused("unknown type", STREAM, packet(EVENT).typeCode(10).build(), DropReason.UNKNOWN_TYPE),
                refused("another host's hid", STREAM, foreign, DropReason.OTHER_HOST),
                refused("another host's address", FAR, whole, DropReason.OTHER_HOST),
                refused("a channel not joined", STREAM, packet(EVENT).channel(8).build(), DropReason.CHANNEL),
                passes("a channel joined", STREAM, packet(EVENT).channel(7).build()),
                passes(
                        "the system channel from here",
                        STREAM,
                        packet(EVENT).channel(1).build()),
                arguments("network: another host", NETWORK, FAR, foreign, null),
                arguments(
                        "network: system channel from afar",
                        NETWORK,
                        FAR,
                        packet(EVENT).channel(1).build(),
                        DropReason.CHANNEL_OF_OTHER_HOST),
                arguments(
                        "network: LAN channel from afar, as the original",
                        NETWORK,
                        FAR,
                        packet(EVENT).channel(2).build(),
                        DropReason.CHANNEL_OF_OTHER_HOST));
    }

    @Test
    void theFilterIsLookedAtBeforeTheRest() {
        PacketFilters filters = new PacketFilters(SELF, THIS_HOST, Tags::none, Set::of);

        assertThat(filters.refuse(Packet.builder().filter(List.of("x")).build(), FAR))
                .isEqualTo(DropReason.FILTER);
    }

    private static Packet.Builder without() {
        return Packet.builder().protocols(List.of("c"));
    }

    private static Packet filtered(String... words) {
        return packet(EVENT).build().withFilter(List.of(words));
    }

    private static Arguments passes(String name, Origin origin, Packet packet) {
        return arguments(name, THIS_HOST, origin, packet, null);
    }

    private static Arguments refused(String name, Origin origin, Packet packet, DropReason reason) {
        return arguments(name, THIS_HOST, origin, packet, reason);
    }
}
