package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
        "UNKNOWN_FIELD, 1001",
        "UNKNOWN_FIELD, 010110",
        "UNKNOWN_FIELD, 818080801001",
        "DUPLICATE_FIELD, 01010101",
        "DUPLICATE_FIELD, 0a000201 0a00",
        "FIELD_CUT_OFF, 01",
        "FIELD_CUT_OFF, 80",
        "FIELD_CUT_OFF, 02ff",
        "FIELD_CUT_OFF, 0a",
        "FIELD_CUT_OFF, 0a80",
        "FIELD_CUT_OFF, 0b",
        "FIELD_CUT_OFF, 0c",
        "FIELD_CUT_OFF, 0d",
        "FIELD_CUT_OFF, 0c0180",
        "LENGTH_BEYOND_BODY, 0a01",
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
    @ValueSource(strings = {"03", "07", "0a", "0b", "0c", "0e"})
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
