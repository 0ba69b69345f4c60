package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The original drops any C0 8D before it reads a varint. */
class OriginalFaultTest {
    /** The least of 1728 + k * 16384. */
    private static final long FIRST = 18_112;

    @ParameterizedTest
    @ValueSource(longs = {18_112, 34_496, 1728 + 127 * 16_384, 1728 + 128 * 16_384, 1728 + (1L << 50) * 16})
    void valuesWhoseEncodingBeginsLikeAHeaderAreHit(long value) {
        assertThat(Bytes.hex(Bytes.varint(value))).startsWith("c08d");
        assertThat(OriginalFault.hits(value)).isTrue();
        assertThat(OriginalFault.hits(value - 1)).isFalse();
        assertThat(OriginalFault.hits(value + 1)).isFalse();
    }

    @Test
    void exactlyTheValuesWhoseEncodingBeginsLikeAHeaderAreHit() {
        for (long value = 0; value < 100_000; value++) {
            boolean begins = Bytes.hex(Bytes.varint(value)).startsWith("c08d");
            assertThat(OriginalFault.hits(value)).as("value %d", value).isEqualTo(begins);
        }
    }

    static List<Packet> misread() {
        return List.of(
                Packet.builder().typeCode(FIRST).build(),
                Packet.builder().channel(FIRST).build(),
                Packet.builder().known(FIRST).build(),
                Packet.builder().sid("a").timestamp(FIRST + (1L << 40)).build(),
                Packet.builder().data("a".repeat(18_112)).build(),
                Packet.builder().data("\u4e16".repeat(34_496 / 3) + "aa").build(),
                Packet.builder().error("\ud83d\ude00".repeat(18_112 / 4)).build(),
                Packet.builder().raw(new byte[34_496]).build(),
                Packet.builder().tags(Collections.nCopies(18_112, "")).build(),
                Packet.builder().filter(List.of("a", "b".repeat(18_112))).build());
    }

    static List<Packet> wellRead() {
        return List.of(
                Packet.builder().build(),
                Packet.builder().channel(1728).known(FIRST + 1).build(),
                Packet.builder().keepalive(true).data("a".repeat(18_111)).build(),
                Packet.builder().data("\u4e16".repeat(6038)).build(),
                Packet.builder().raw(new byte[1728]).build(),
                Packet.builder().tags(List.of("c08d", "")).build());
    }

    @ParameterizedTest
    @MethodSource("misread")
    void packetThatHoldsSuchAValueIsMisread(Packet packet) {
        assertThat(PacketCodec.misreadByOriginals(packet)).isTrue();
        assertThat(readAsTheOriginalDoes(PacketCodec.encode(packet))).isNotEqualTo(fields(packet));
    }

    @ParameterizedTest
    @MethodSource("wellRead")
    void anyOtherPacketIsNotMisread(Packet packet) {
        assertThat(PacketCodec.misreadByOriginals(packet)).isFalse();
        assertThat(readAsTheOriginalDoes(PacketCodec.encode(packet))).isEqualTo(fields(packet));
    }

    @Test
    void bodyOfSuchALengthIsMadeOneByteLonger() throws DecodeException {
        // Id and length of raw take four bytes, sid three.
        for (int length = 18_112 - 7 - 2; length <= 18_112 - 7 + 2; length++) {
            Packet packet = Packet.builder().sid("a").raw(new byte[length]).build();
            byte[] frame = PacketCodec.encode(packet);
            int padding = length + 7 == 18_112 ? 1 : 0;
            assertThat(frame).hasSize(2 + 3 + length + 7 + padding + 2);
            assertThat(PacketCodec.decode(frame, 0, frame.length)).isEqualTo(packet);
            assertThat(PacketCodec.misreadByOriginals(packet)).isFalse();
            assertThat(readAsTheOriginalDoes(frame)).isEqualTo(fields(packet));
        }
    }

    private static List<Field> fields(Packet packet) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < packet.fieldCount(); i++) {
            fields.add(packet.fieldAt(i));
        }
        return fields;
    }

    /** The fields the original finds; none if it is misled. */
    private static List<Field> readAsTheOriginalDoes(byte[] frame) {
        OriginalReader reader = new OriginalReader(frame);
        long bodyBytes = reader.varint();
        long end = reader.at + bodyBytes;
        if (end != frame.length - 2) {
            return List.of();
        }
        List<Field> fields = new ArrayList<>();
        while (reader.at < end) {
            long id = reader.varint();
            if (!Field.isKnown(id)) {
                return List.of();
            }
            Field field = Field.ofId((int) id);
            reader.skip(field.encoding());
            fields.add(field);
        }
        return reader.at == end && reader.dropped == 1 ? fields : List.of();
    }

    /** Walks over a frame with the original's fault. */
    private static final class OriginalReader {
        private final byte[] from;
        private int at;

        /** Pairs of C0 8D dropped; the frame's own header is the only one that should be. */
        private int dropped;

        OriginalReader(byte[] from) {
            this.from = from;
        }

        long varint() {
            while (at + 1 < from.length && from[at] == (byte) 0xC0 && from[at + 1] == (byte) 0x8D) {
                at += 2;
                dropped++;
            }
            long value = Math.max(0, Varint.read(from, at, from.length));
            at += Varint.encodedLength(from, at);
            return value;
        }

        void skip(Field.Encoding encoding) {
            switch (encoding) {
                case VARINT -> varint();
                case BOOLEAN -> at++;
                case STRING, RAW -> bytes();
                case LIST -> {
                    for (long left = varint(); left > 0 && at < from.length; left--) {
                        bytes();
                    }
                }
            }
        }

        private void bytes() {
            long length = varint();
            at = (int) Math.min(from.length, at + length);
        }
    }
}
