package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketCodecTest {
    @Test
    void anyPacketComesBackEqual() throws DecodeException {
        long seed = Seeds.seed();
        RandomPackets random = new RandomPackets(new Random(seed));
        for (int round = 0; round < 10_000; round++) {
            Packet packet = random.next();
            byte[] frame = PacketCodec.encode(packet);
            assertThat(PacketCodec.decode(frame, 0, frame.length))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(packet);
        }
    }

    @Test
    void packetWithoutFieldsIsAnEmptyBody() throws DecodeException {
        byte[] frame = PacketCodec.encode(Packet.builder().build());
        assertThat(Bytes.hex(frame)).isEqualTo("c08d000000");
        assertThat(PacketCodec.decode(frame, 0, frame.length).fieldCount()).isZero();
    }

    @Test
    void bodyAloneIsDecoded() throws DecodeException {
        Packet packet = PacketCodec.decodeBody(Bytes.hex("ff 0203 0101 ff"), 1, 4);
        assertThat(packet).isEqualTo(Packet.builder().channel(3).typeCode(1).build());
    }

    @Test
    void rawSharesNothingWithTheBytesItCameFrom() throws DecodeException {
        byte[] body = Bytes.hex("0b 02 0102");
        Packet packet = PacketCodec.decodeBody(body, 0, body.length);
        body[2] = 9;
        assertThat(packet.raw()).containsExactly(1, 2);
    }

    @Test
    void anyByteButZeroIsTrue() throws DecodeException {
        for (int value = 0; value < 256; value++) {
            Packet packet = PacketCodec.decodeBody(new byte[] {13, (byte) value}, 0, 2);
            assertThat(packet.has(Field.KEEPALIVE)).isTrue();
            assertThat(packet.keepalive()).as("byte %d", value).isEqualTo(value != 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "e4b8", "eda0bd", "c080", "f8888080"})
    void bytesThatAreNoCharactersAreReplaced(String hex) throws DecodeException {
        byte[] body = Bytes.join(Bytes.hex("0a"), Bytes.varint(hex.length() / 2 + 2), Bytes.hex("61" + hex + "62"));
        assertThat(PacketCodec.decodeBody(body, 0, body.length).data()).matches("a\ufffd+b");
    }

    @Test
    void surrogateWithoutPartnerKeepsTheFrameWhole() throws DecodeException {
        byte[] frame = PacketCodec.encode(
                Packet.builder().data("a\ud800b").tags(List.of("\udfff", "x")).build());
        Packet decoded = PacketCodec.decode(frame, 0, frame.length);
        assertThat(decoded.data()).isEqualTo("a\ufffdb");
        assertThat(decoded.tags()).containsExactly("\ufffd", "x");
        assertThat(PacketCodec.encode(decoded)).isEqualTo(frame);
    }

    @Test
    void listsOfEveryLengthComeBack() throws DecodeException {
        for (int count : new int[] {0, 1, 2, 3, 127, 128, PacketCodec.MAX_LIST_ELEMENTS}) {
            Packet packet =
                    Packet.builder().tags(Collections.nCopies(count, "t")).build();
            byte[] frame = PacketCodec.encode(packet);
            assertThat(PacketCodec.decode(frame, 0, frame.length)).isEqualTo(packet);
        }
    }

    @Test
    void longerVarintsThanNeededAreRead() throws DecodeException {
        byte[] frame = Bytes.hex("c08d 8900 8100 8600 8a00 8100 61 0000");
        assertThat(PacketCodec.decode(frame, 0, frame.length))
                .isEqualTo(Packet.builder().typeCode(6).data("a").build());
    }

    @Test
    void placeOutsideTheArrayIsTheCallersFault() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> PacketCodec.decode(new byte[4], 2, 3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> PacketCodec.decodeBody(new byte[4], -1, 3));
    }

    @Test
    void exceptionNamesErrorAndPlaceAndHasNoStackTrace() {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> PacketCodec.decodeBody(Bytes.hex("010107"), 0, 3))
                .satisfies(e -> {
                    assertThat(e.error()).isEqualTo(DecodeError.FIELD_CUT_OFF);
                    assertThat(e).hasMessage("FIELD_CUT_OFF: " + e.detail());
                    assertThat(e.detail()).endsWith("at byte 3 of 3");
                    assertThat(e.getStackTrace()).isEmpty();
                });
    }
}
