package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.packet.Headers;
import io.clusterkit.packet.Packet;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Field 16, byte by byte. */
class HeadersOnTheWireTest {
    static Stream<Arguments> vectors() {
        return Stream.of(
                Arguments.of("c08d 02 1000 0000", Map.of()),
                Arguments.of("c08d 06 1002 016e 0176 0000", Map.of("n", "v")),
                Arguments.of("c08d 05 1002 016e 00 0000", Map.of("n", "")),
                Arguments.of(
                        "c08d 0c 1004 017a 0131 0161 03 e4b896 0000",
                        Headers.plus(Map.of("z", "1"), Map.of("a", "\u4e16"))));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void headersAreNamesAndValuesInTurn(String hex, Map<String, String> headers) throws DecodeException {
        byte[] frame = Bytes.hex(hex);
        Packet packet = Packet.builder().headers(headers).build();

        assertThat(Bytes.hex(PacketCodec.encode(packet))).isEqualTo(Bytes.hex(frame));
        assertThat(PacketCodec.decode(frame, 0, frame.length)).isEqualTo(packet);
        assertThat(PacketCodec.encodedLength(packet)).isEqualTo(frame.length);
    }

    @Test
    void theLengthIsThatOfTheFrame() {
        long seed = Seeds.seed();
        RandomPackets packets = new RandomPackets(new Random(seed));
        for (int i = 0; i < 2_000; i++) {
            Packet packet = packets.next();
            assertThat(PacketCodec.encodedLength(packet))
                    .as("seed %d, %s", seed, packet)
                    .isEqualTo(PacketCodec.encode(packet).length);
        }
        // The length of a body that originals misread: one byte is added.
        Packet misread = Packet.builder().sid("a").raw(new byte[18_112 - 7]).build();
        assertThat(PacketCodec.encodedLength(misread)).isEqualTo(PacketCodec.encode(misread).length);
    }
}
