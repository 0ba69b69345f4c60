package io.clusterkit.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clusterkit.packet.Headers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which bytes can fail to be a packet, by its name. */
class DecodeErrorTest {
    @ParameterizedTest
    @CsvSource({
        "BAD_HEADER, 00",
        "BAD_HEADER, c0c0",
        "BAD_HEADER, 8dc0000000",
        "BAD_HEADER, 00c08d000000",
        "TRUNCATED, ''",
        "TRUNCATED, c0",
        "TRUNCATED, c08d",
        "TRUNCATED, c08d80",
        "TRUNCATED, c08d00",
        "TRUNCATED, c08d0000",
        "TRUNCATED, c08d0201",
        "TRUNCATED, c08d02010100",
        "TRUNCATED, c08dffffffffffffffff7f",
        "TRUNCATED, c08dffffffffffffffff7f0000",
        "TRUNCATED, c08dffffffff0f0000",
        "BAD_TRAILER, c08d000001",
        "BAD_TRAILER, c08d000100",
        "BAD_TRAILER, c08d0201010001",
        "BAD_TRAILER, c08d0201016162c08d",
        "TRAILING_BYTES, c08d00000000",
        "TRAILING_BYTES, c08d000000c08d000000",
        "VARINT_OVERFLOW, c08dffffffffffffffffff01",
        "VARINT_OVERFLOW, c08dffffffffffffffffff"
    })
    void wholeFrame(DecodeError error, String hex) {
        byte[] bytes = Bytes.hex(hex);
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> PacketCodec.decode(bytes, 0, bytes.length))
                .satisfies(e -> assertThat(e.error()).isEqualTo(error));
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_FIELD, 0001",
        "UNKNOWN_FIELD, 1101",
        "UNKNOWN_FIELD, 010111",
        "UNKNOWN_FIELD, 818080801001",
        "DUPLICATE_FIELD, 01010101",
        "DUPLICATE_FIELD, 0a000201 0a00",
        "DUPLICATE_FIELD, 1000 1000",
        "FIELD_CUT_OFF, 01",
        "FIELD_CUT_OFF, 80",
        "FIELD_CUT_OFF, 02ff",
        "FIELD_CUT_OFF, 0a",
        "FIELD_CUT_OFF, 0a80",
        "FIELD_CUT_OFF, 0b",
        "FIELD_CUT_OFF, 0c",
        "FIELD_CUT_OFF, 0d",
        "FIELD_CUT_OFF, 0c0180",
        "FIELD_CUT_OFF, 10",
        "LENGTH_BEYOND_BODY, 0a01",
        "LENGTH_BEYOND_BODY, 1002 0161 02",
        "HEADERS_MALFORMED, 1001 0161",
        "HEADERS_MALFORMED, 1003 0161 0162 0163",
        "HEADERS_MALFORMED, 1002 00 0161",
        "HEADERS_MALFORMED, 1004 0161 0162 0161 0163",
        "LENGTH_BEYOND_BODY, 0a0261",
        "LENGTH_BEYOND_BODY, 0b01",
        "LENGTH_BEYOND_BODY, 0c01",
        "LENGTH_BEYOND_BODY, 0c0200",
        "LENGTH_BEYOND_BODY, 0c0101",
        "LENGTH_BEYOND_BODY, 0c03000005",
        "VARINT_OVERFLOW, ffffffffffffffffff01",
        "VARINT_OVERFLOW, 01ffffffffffffffffff01",
        "VARINT_OVERFLOW, 0affffffffffffffffff01"
    })
    void body(DecodeError error, String hex) {
        byte[] bytes = Bytes.hex(hex);
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> PacketCodec.decodeBody(bytes, 0, bytes.length))
                .satisfies(e -> assertThat(e.error()).isEqualTo(error));
        byte[] frame = Bytes.frame(bytes);
        RecordingSink sink = new RecordingSink();
        new FrameDecoder().feed(frame, 0, frame.length, sink);
        assertThat(sink.errors).containsExactly(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"03", "07", "0a", "0b", "0c", "0e", "10"})
    void hugeLengthsAllocateNothing(String id) {
        for (long length : List.of(1L << 60, Long.MAX_VALUE, 1L << 32, (1L << 32) + 1, (long) Integer.MAX_VALUE)) {
            byte[] body = Bytes.join(Bytes.hex(id), Bytes.varint(length), new byte[8]);
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> PacketCodec.decodeBody(body, 0, body.length))
                    .satisfies(e -> assertThat(e.error()).isEqualTo(DecodeError.LENGTH_BEYOND_BODY));
        }
    }

    @Test
    void listTooLong() {
        int count = PacketCodec.MAX_LIST_ELEMENTS + 1;
        byte[] body = Bytes.join(Bytes.hex("0c"), Bytes.varint(count), new byte[count]);
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> PacketCodec.decodeBody(body, 0, body.length))
                .satisfies(e -> assertThat(e.error()).isEqualTo(DecodeError.LIST_TOO_LONG));
    }

    @Test
    void moreHeadersThanAllowedAreTooLarge() throws DecodeException {
        byte[] most = Bytes.hex("10");
        byte[] over = Bytes.join(Bytes.hex("10"), Bytes.varint(2L * (Headers.MAX_ENTRIES + 1)));
        most = Bytes.join(most, Bytes.varint(2L * Headers.MAX_ENTRIES));
        for (int i = 0; i <= Headers.MAX_ENTRIES; i++) {
            byte[] header = Bytes.join(
                    Bytes.hex("02"),
                    ("" + (char) ('0' + i / 10) + (char) ('0' + i % 10)).getBytes(US_ASCII),
                    Bytes.hex("00"));
            over = Bytes.join(over, header);
            most = i < Headers.MAX_ENTRIES ? Bytes.join(most, header) : most;
        }

        assertThat(PacketCodec.decodeBody(most, 0, most.length).headers()).hasSize(Headers.MAX_ENTRIES);
        assertThat(errorOf(over)).isEqualTo(DecodeError.HEADERS_TOO_LARGE);
    }

    @Test
    void headersOfMoreBytesThanAllowedAreTooLarge() throws DecodeException {
        byte[] most = headerOf(new byte[Headers.MAX_BYTES - 1]);

        assertThat(PacketCodec.decodeBody(most, 0, most.length).headers().get("n"))
                .hasSize(Headers.MAX_BYTES - 1);
        assertThat(errorOf(headerOf(new byte[Headers.MAX_BYTES]))).isEqualTo(DecodeError.HEADERS_TOO_LARGE);
        assertThat(errorOf(headerOf(new byte[Headers.MAX_BYTES + 1]))).isEqualTo(DecodeError.HEADERS_TOO_LARGE);
        byte[] noCharacters = new byte[Headers.MAX_BYTES - 1];
        Arrays.fill(noCharacters, (byte) 0xFF);
        assertThat(errorOf(headerOf(noCharacters))).isEqualTo(DecodeError.HEADERS_TOO_LARGE);
    }

    private static byte[] headerOf(byte[] value) {
        return Bytes.join(Bytes.hex("1002 016e"), Bytes.varint(value.length), value);
    }

    private static DecodeError errorOf(byte[] body) {
        try {
            throw new AssertionError(PacketCodec.decodeBody(body, 0, body.length));
        } catch (DecodeException expected) {
            return expected.error();
        }
    }

    @Test
    void frameTooLarge() {
        byte[] frame = Bytes.hex("c08d 03 0a0161 0000");
        RecordingSink sink = new RecordingSink();
        new FrameDecoder(frame.length).feed(frame, 0, frame.length, sink);
        assertThat(sink.errors).isEmpty();
        assertThat(sink.packets).hasSize(1);
        new FrameDecoder(frame.length - 1).feed(frame, 0, frame.length, sink);
        assertThat(sink.errors).containsExactly(DecodeError.FRAME_TOO_LARGE);
    }

    @Test
    void garbageSkipped() {
        RecordingSink sink = new RecordingSink();
        new FrameDecoder().feed(new byte[1], 0, 1, sink);
        assertThat(sink.errors).containsExactly(DecodeError.GARBAGE_SKIPPED);
    }
}
