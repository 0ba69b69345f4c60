package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TclListTest {
    static Stream<Arguments> lists() {
        return Stream.of(
                list(""),
                list(" \t\n\u000b\f\r"),
                list("a", "a"),
                list("  a\tb\nc\u000bd\fe\rf ", "a", "b", "c", "d", "e", "f"),
                list("t {port 44887}", "t", "port 44887"),
                list("{}", ""),
                list("\"\"", ""),
                list("{a {b c} d} e", "a {b c} d", "e"),
                list("{a\\{b} {c\\}} {d\\\\}", "a\\{b", "c\\}", "d\\\\"),
                list("{a\\\n b}", "a\\\n b"),
                list("{\"} \"{\" a{b a}b a\"b", "\"", "{", "a{b", "a}b", "a\"b"),
                list("\"a b\" \"c\\\"d\"", "a b", "c\"d"),
                list("a\\ b a\\{b \\\"c", "a b", "a{b", "\"c"),
                list("\\a\\b\\f\\n\\r\\t\\v", "\u0007\b\f\n\r\t\u000b"),
                list("\\x41 \\x4 \\x414 \\xg \\x", "A", "\u0004", "A4", "xg", "x"),
                list("\\u4e16 \\u41 \\u00e9e \\ug", "\u4e16", "A", "\u00e9e", "ug"),
                list("\\U0001F600 \\U41 \\U00110000 \\U", "\ud83d\ude00", "A", "\ud804\udc000", "U"),
                list("\\ud83d\\ude00", "\ud83d\ude00"),
                list("\\101 \\7 \\1012 \\377 \\400 \\8", "A", "\u0007", "A2", "\u00ff", " 0", "8"),
                list("a\\\n \t b", "a b"),
                list("a\\\n", "a "),
                list("\"a\\\n  b\"", "a b"),
                list("a\\", "a\\"),
                list("a\\\u4e16 \u4e16\\\ud83d\ude00", "a\u4e16", "\u4e16\ud83d\ude00"),
                list("\u00a0\u2003", "\u00a0\u2003"),
                list("\\x\uff11", "x\uff11"),
                list("$a [b] ;#c", "$a", "[b]", ";#c"),
                list("a\u0000b \\\u0000", "a\u0000b", "\u0000"));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void listIsReadAsTclDoes(String text, List<String> words) {
        assertThat(TclList.parse(text)).isEqualTo(words);
    }

    static Stream<Arguments> noLists() {
        return Stream.of(
                Arguments.of("{", 0),
                Arguments.of("a {b {c}", 2),
                Arguments.of("{\\}", 0),
                Arguments.of("a \"b", 2),
                Arguments.of("\"a\\\"", 0),
                Arguments.of("{a}b", 3),
                Arguments.of("{a}{b}", 3),
                Arguments.of("\"a\"b", 3),
                Arguments.of(" {a}\\\n b", 4));
    }

    @ParameterizedTest
    @MethodSource("noLists")
    void textThatIsNoListIsRefusedWithItsPlace(String text, int position) {
        assertThatExceptionOfType(TclFormatException.class)
                .isThrownBy(() -> TclList.parse(text))
                .satisfies(e -> {
                    assertThat(e.position()).isEqualTo(position);
                    assertThat(e).hasMessageEndingWith("at character " + position);
                });
    }

    static Stream<Arguments> formatted() {
        return Stream.of(
                list(""),
                list("{}", ""),
                list("{} {}", "", ""),
                list("a b", "a", "b"),
                list("t {port 44887}", "t", "port 44887"),
                list("{a\tb} {c\nd}", "a\tb", "c\nd"),
                list("{#a} #b", "#a", "#b"),
                list("a #b", "a", "#b"),
                list("{#a\"b}", "#a\"b"),
                list("\\#a\\}b", "#a}b"),
                list("a\\\"b a\\]b {a[b} {$a} {;}", "a\"b", "a]b", "a[b", "$a", ";"),
                list("{\"a} {{a}} a{b}", "\"a", "{a}", "a{b}"),
                list("{a{b}c\\d} a{b}\\\"", "a{b}c\\d", "a{b}\""),
                list("\\{ \\} a\\}\\{", "{", "}", "a}{"),
                list("\\\\ a\\ b\\\\ {a\\\\}", "\\", "a b\\", "a\\\\"),
                list("a\\\\\\nb", "a\\\nb"),
                list("{a\\{b}", "a\\{b"),
                list("\\{\\t\\n\\v\\f\\r\\ \\$\\[\\]\\;\\\"", "{\t\n\u000b\f\r $[];\""),
                list("\u00a0 h\u00e9 \ud83d\ude00", "\u00a0", "h\u00e9", "\ud83d\ude00"));
    }

    @ParameterizedTest
    @MethodSource("formatted")
    void listIsWrittenAsTclDoes(String text, List<String> words) {
        assertThat(TclList.format(words)).isEqualTo(text);
        assertThat(TclList.parse(text)).isEqualTo(words);
    }

    @Test
    void deepNestingNeedsNoStack() {
        int depth = 1_000_000;
        String nested = "{".repeat(depth) + "}".repeat(depth);
        assertThat(TclList.parse(nested)).containsExactly(nested.substring(1, nested.length() - 1));
        assertThat(TclList.format(List.of(nested))).isEqualTo("{" + nested + "}");
    }

    @Test
    void dictIsReadInItsOrder() {
        assertThat(TclList.parseDict("t {port 1} u {path /a}"))
                .containsExactly(Map.entry("t", "port 1"), Map.entry("u", "path /a"));
        assertThat(TclList.parseDict("")).isEmpty();
    }

    @Test
    void laterValueOfAKeyWins() {
        assertThat(TclList.parseDict("a 1 b 2 a 3")).containsExactly(Map.entry("a", "3"), Map.entry("b", "2"));
    }

    @Test
    void dictWithAKeyWithoutValueIsRefused() {
        assertThatExceptionOfType(TclFormatException.class)
                .isThrownBy(() -> TclList.parseDict("a 1 b"))
                .withMessageContaining("no value")
                .satisfies(e -> assertThat(e.position()).isEqualTo(5));
    }

    @Test
    void dictIsWrittenInTheMapsOrder() {
        Map<String, String> dict = new LinkedHashMap<>();
        dict.put("u", "path {/a b}");
        dict.put("#t", "");
        assertThat(TclList.formatDict(dict)).isEqualTo("u {path {/a b}} #t {}");
        assertThat(TclList.formatDict(Map.of())).isEmpty();
    }

    private static Arguments list(String text, String... words) {
        return Arguments.of(text, Arrays.asList(words));
    }
}
