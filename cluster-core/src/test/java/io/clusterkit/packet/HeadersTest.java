package io.clusterkit.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    private static final Packet PLAIN = Packet.builder().sid("s").data("d").build();

    @Test
    void headersKeepTheirOrderAndCannotBeChanged() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("z", "1");
        given.put("a", "");
        Packet packet = PLAIN.withHeaders(given);
        given.put("later", "2");

        assertThat(packet.headers()).containsExactly(Map.entry("z", "1"), Map.entry("a", ""));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> packet.headers().put("b", "3"));
        assertThat(PLAIN.headers()).isEmpty();
    }

    @Test
    void theOrderOfHeadersCountsForEquality() {
        Packet one = PLAIN.withHeaders(Headers.plus(Map.of("a", "1"), Map.of("b", "2")));
        Packet other = PLAIN.withHeaders(Headers.plus(Map.of("b", "2"), Map.of("a", "1")));

        assertThat(one).isNotEqualTo(other).isNotEqualTo(PLAIN);
        assertThat(other.withHeaders(one.headers())).isEqualTo(one).hasSameHashCodeAs(one);
    }

    @Test
    void withoutHeadersThePacketIsAsItWas() {
        Packet packet = PLAIN.withHeaders(Map.of("a", "1"));

        assertThat(packet.fieldAt(packet.fieldCount() - 1)).isEqualTo(Field.HEADERS);
        assertThat(packet.withHeaders(Map.of())).isEqualTo(PLAIN);
        assertThat(PLAIN.withHeaders(Map.of())).isSameAs(PLAIN);
        assertThat(packet.withFilter(List.of("f")).headers()).isEqualTo(packet.headers());
        assertThat(packet.withPayload(Payload.of("x")).headers()).isEqualTo(packet.headers());
    }

    @Test
    void anAddedHeaderReplacesTheOneOfItsName() {
        Map<String, String> headers = Headers.plus(Headers.plus(Map.of("a", "1"), Map.of("b", "2")), Map.of("a", "3"));

        assertThat(headers).containsExactly(Map.entry("a", "3"), Map.entry("b", "2"));
    }

    @Test
    void whatBreaksARuleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Headers.copyOf(Map.of("", "x")))
                .withMessage("a header's name must not be empty");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> PLAIN.withHeaders(Collections.singletonMap("a", null)))
                .withMessage("header \"a\" is null");
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < Headers.MAX_ENTRIES; i++) {
            many.put("n" + i, "");
        }
        assertThat(Headers.copyOf(many)).hasSize(Headers.MAX_ENTRIES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Headers.plus(many, Map.of("one", "more")))
                .withMessageContaining("65 headers are more than the 64");
        assertThat(Headers.copyOf(Map.of("n", "v".repeat(Headers.MAX_BYTES - 1))))
                .hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Headers.copyOf(Map.of("n", "v".repeat(Headers.MAX_BYTES))))
                .withMessageContaining("8193 bytes are more than the 8192");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ascii", "\u00e9", "\u4e16", "\ud83d\ude00", "a\ud83d\ude00\u00e9\u4e16\ud83d\ude00"})
    void bytesAreThoseOfUtf8(String text) {
        assertThat(Headers.bytes(Map.of("n", text))).isEqualTo(1 + text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void halfACharacterTakesThreeBytes() {
        assertThat(Headers.bytes(Map.of("n", "\ud83d"))).isEqualTo(4);
        assertThat(Headers.bytes(Map.of("n", "\ude00\ud83d"))).isEqualTo(7);
        assertThat(Headers.bytes(Map.of("n", "\ud83d\ud83d\ude00"))).isEqualTo(8);
    }
}
