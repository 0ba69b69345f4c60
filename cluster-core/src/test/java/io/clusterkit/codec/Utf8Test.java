package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\u0000\u007f",
                "\u0080\u07ff",
                "\u0800\ud7ff\ue000\uffff",
                "\ud800\udc00\udbff\udfff",
                "plain, then h\u00e9llo \u4e16\u754c \ud83d\ude00"
            })
    void textIsWrittenAsTheJdkDoes(String text) {
        assertThat(written(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anyTextIsWrittenAsTheJdkDoes() {
        long seed = Seeds.seed();
        RandomPackets random = new RandomPackets(new Random(seed));
        for (int round = 0; round < 5_000; round++) {
            String text = random.text();
            assertThat(written(text))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\ud83d", "a\ud83db", "a\ude00b", "\ude00\ud83d"})
    void surrogateWithoutPartnerBecomesTheReplacementCharacter(String text) {
        String read = new String(written(text), StandardCharsets.UTF_8);
        assertThat(read).isEqualTo(text.replace('\ud83d', '\ufffd').replace('\ude00', '\ufffd'));
    }

    @Test
    void asciiIsCopied() {
        byte[] to = new byte[5];
        assertThat(Utf8.writeAscii("abc", to, 1)).isEqualTo(4);
        assertThat(to).containsExactly(0, 'a', 'b', 'c', 0);
    }

    private static byte[] written(String text) {
        byte[] bytes = new byte[Math.toIntExact(Utf8.length(text))];
        assertThat(Utf8.write(text, bytes, 0)).isEqualTo(bytes.length);
        return bytes;
    }
}
