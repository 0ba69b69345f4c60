package io.clusterkit.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PacketTest {
    private final PacketFactory packets = new PacketFactory(new MemberId("s1", "h1"), List.of("t", "c"));

    @Test
    void fieldsKeepTheOrderInWhichTheyWereFirstSet() {
        Packet packet = Packet.builder().data("a").sid("s").known(1).data("b").build();

        assertThat(fieldsOf(packet)).containsExactly(Field.DATA, Field.SID, Field.KNOWN);
        assertThat(packet.data()).isEqualTo("b");
    }

    @Test
    void theOrderOfFieldsCountsForEquality() {
        Packet one = Packet.builder().sid("s").hid("h").build();
        Packet other = Packet.builder().hid("h").sid("s").build();

        assertThat(one).isNotEqualTo(other).isEqualTo(one.toBuilder().build());
    }

    @Test
    void allSixteenFieldsKeepTheirOrder() {
        Packet packet = Packet.builder()
                .headers(Map.of("n", "v"))
                .error("e")
                .filter(List.of("f"))
                .keepalive(true)
                .tags(List.of("t"))
                .raw(new byte[] {1})
                .data("d")
                .op("o")
                .ruid("r")
                .protocols(List.of("c"))
                .timestamp(1)
                .known(1)
                .sid("s")
                .hid("h")
                .channel(1)
                .type(PacketType.QUERY)
                .build();

        List<Field> reversed = new ArrayList<>(List.of(Field.values()));
        Collections.reverse(reversed);
        assertThat(fieldsOf(packet)).isEqualTo(reversed);
        assertThat(packet.toBuilder().build()).isEqualTo(packet).hasSameHashCodeAs(packet);
    }

    @Test
    void aNewFilterStandsFirstAndTheRestStaysAsItIs() {
        Packet packet = Packet.builder()
                .sid("s")
                .filter(List.of("old"))
                .data("d")
                .keepalive(true)
                .build();

        Packet filtered = packet.withFilter(List.of("new"));

        assertThat(fieldsOf(filtered)).containsExactly(Field.FILTER, Field.SID, Field.DATA, Field.KEEPALIVE);
        assertThat(filtered.filter()).containsExactly("new");
        assertThat(filtered.keepalive()).isTrue();
        assertThat(filtered.data()).isEqualTo("d");
        assertThat(packet.filter()).containsExactly("old");
    }

    @Test
    void anotherPayloadStandsWhereTheFormerOneStood() {
        Packet text = Packet.builder().sid("s").data("d").keepalive(true).build();

        Packet bytes = text.withPayload(Payload.of(new byte[] {1}));
        Packet both = bytes.toBuilder().data("x").build().withPayload(Payload.of("y"));

        assertThat(fieldsOf(bytes)).containsExactly(Field.SID, Field.RAW, Field.KEEPALIVE);
        assertThat(fieldsOf(both)).containsExactly(Field.SID, Field.DATA, Field.KEEPALIVE);
        assertThat(both.data()).isEqualTo("y");
        assertThat(fieldsOf(Packet.builder().sid("s").build().withPayload(Payload.of("z"))))
                .containsExactly(Field.SID, Field.DATA);
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Packet.builder().channel(-1))
                .withMessage("channel must not be negative but is -1");
    }

    @Test
    void anUnknownTypeHasACodeButNoType() {
        Packet packet = Packet.builder().typeCode(10).build();

        assertThat(packet.type()).isEmpty();
        assertThat(packet.typeCode()).isEqualTo(10);
        assertThat(Packet.builder().build().type()).isEmpty();
    }

    @Test
    void theTextOfAPacketShowsNoPayload() {
        Packet packet = packets.event(List.of("x"), 7, null, Payload.of("secret"));

        assertThat(packet.toString())
                .contains("EVENT", "s1@h1", "channel 7", "DATA")
                .doesNotContain("secret");
    }

    @Test
    void packetsHaveTheirFieldsInTheOrderOfTheOriginal() {
        assertThat(fieldsOf(packets.heartbeat(0, "t {port 1}", Tags.of("a"), 1)))
                .containsExactly(
                        Field.SID,
                        Field.HID,
                        Field.TYPE,
                        Field.CHANNEL,
                        Field.PROTOCOLS,
                        Field.DATA,
                        Field.KNOWN,
                        Field.TAGS);
        assertThat(fieldsOf(packets.query(List.of("x"), 0, "r", null, Payload.of("d"))))
                .containsExactly(
                        Field.FILTER,
                        Field.SID,
                        Field.HID,
                        Field.TYPE,
                        Field.CHANNEL,
                        Field.PROTOCOLS,
                        Field.RUID,
                        Field.DATA,
                        Field.KEEPALIVE);
        assertThat(fieldsOf(packets.ping("a b", 2)))
                .containsExactly(
                        Field.SID, Field.HID, Field.TYPE, Field.CHANNEL, Field.PROTOCOLS, Field.DATA, Field.KNOWN);
    }

    @Test
    void aPlainHeartbeatHasNeitherPropertiesNorTags() {
        Packet plain = packets.heartbeat(0, null, null, 1);

        assertThat(plain.has(Field.DATA)).isFalse();
        assertThat(plain.has(Field.TAGS)).isFalse();
        assertThat(packets.heartbeat(0, "", Tags.none(), 1).has(Field.TAGS)).isTrue();
    }

    private static List<Field> fieldsOf(Packet packet) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < packet.fieldCount(); i++) {
            fields.add(packet.fieldAt(i));
        }
        return fields;
    }
}
