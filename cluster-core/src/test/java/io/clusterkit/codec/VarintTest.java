package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16383, ff7f",
        "16384, 808001",
        "18112, c08d01",
        "2097151, ffff7f",
        "2097152, 80808001",
        "9223372036854775807, ffffffffffffffff7f"
    })
    void shortestEncodingIsWrittenAndReadBack(long value, String hex) {
        assertThat(Bytes.hex(Bytes.varint(value))).isEqualTo(hex);
        byte[] bytes = Bytes.hex("ff" + hex + "ff");
        assertThat(Varint.read(bytes, 1, bytes.length)).isEqualTo(value);
        assertThat(Varint.encodedLength(bytes, 1)).isEqualTo(hex.length() / 2);
    }

    @Test
    void sizeChangesExactlyAtEachSevenBits() {
        for (int bits = 7; bits < 63; bits += 7) {
            assertThat(Varint.size((1L << bits) - 1)).isEqualTo(bits / 7);
            assertThat(Varint.size(1L << bits)).isEqualTo(bits / 7 + 1);
        }
        assertThat(Varint.size(0)).isEqualTo(1);
        assertThat(Varint.size(Long.MAX_VALUE)).isEqualTo(Varint.MAX_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8500", "858000", "858080808080808000"})
    void longerEncodingThanNeededIsRead(String hex) {
        byte[] bytes = Bytes.hex(hex);
        assertThat(Varint.read(bytes, 0, bytes.length)).isEqualTo(5);
        assertThat(Varint.encodedLength(bytes, 0)).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "ffff", "ffffffffffffffff"})
    void endWithinTheValueIsIncomplete(String hex) {
        // What lies behind the end must not be read.
        byte[] bytes = Bytes.hex(hex + "00");
        assertThat(Varint.read(bytes, 0, bytes.length - 1)).isEqualTo(Varint.INCOMPLETE);
    }

    @Test
    void startBehindTheEndIsIncomplete() {
        assertThat(Varint.read(new byte[1], 2, 1)).isEqualTo(Varint.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffffffffff", "80808080808080808000", "ffffffffffffffffffffffff01"})
    void moreThanNineBytesAreAnOverflow(String hex) {
        byte[] bytes = Bytes.hex(hex);
        assertThat(Varint.read(bytes, 0, bytes.length)).isEqualTo(Varint.OVERFLOW);
    }

    @Test
    void negativeValuesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Varint.size(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Varint.write(-1, new byte[10], 0));
    }
}
