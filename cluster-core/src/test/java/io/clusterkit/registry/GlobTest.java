package io.clusterkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are those of Tcl 8.6's {@code string match}. */
class GlobTest {
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "eu-* eu-west true",
                "eu-* eu- true",
                "eu-* us-west false",
                "* \"\" true",
                "\"\" \"\" true",
                "\"\" a false",
                "a?c abc true",
                "a?c ac false",
                "*b*d abcd true",
                "*b*d abcde false",
                "**a a true",
                "[a-c]x bx true",
                "[a-c]x dx false",
                "[c-a]x bx true",
                "[abc] c true",
                "[^a] b false",
                "[^a] ^ true",
                "[] ] false",
                "[]a] a false",
                "[a-] a true",
                "[a-] - false",
                "[a-]] ] true",
                "[abc b true",
                "[a- a false",
                "\\* * true",
                "\\* a false",
                "\\[a [a true",
                "a\\ a\\ false",
                "a.c abc false",
                "a+ aa false",
                "(a) (a) true",
            })
    void matchesAsTclDoes(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void newlinesAreCharactersLikeOthers() {
        assertThat(Glob.matches("a*b", "a\n\nb")).isTrue();
        assertThat(Glob.matches("a?b", "a\nb")).isTrue();
    }

    @Test
    void manyStarsTakeNoLongTime() {
        String pattern = "*a".repeat(40) + "*b";
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThat(Glob.matches(pattern, "a".repeat(2000)))
                .isFalse());
    }
}
