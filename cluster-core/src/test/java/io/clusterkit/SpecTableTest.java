package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the spec of the original says, line by line, and the test that shows it: src/test/resources/spec-table.csv. */
class SpecTableTest {
    private static final Path FOR_COMERS = Path.of("../docs/coming-from-tcl-cluster.md");

    /**
     * One line of the table.
     *
     * @param original the command or option as the docs write it, or {@code -}
     * @param test class and method, the class without {@code io.clusterkit.}
     */
    record Line(String id, String original, String text, String test) {
        static Line parse(String line) {
            List<String> cells = List.of(line.split(";", -1));
            assertThat(cells).as(line).hasSize(4).noneMatch(String::isBlank);
            return new Line(cells.get(0), cells.get(1), cells.get(2), cells.get(3));
        }

        @Override
        public String toString() {
            return id + ": " + text;
        }
    }

    static Stream<Line> lines() throws IOException {
        try (InputStream table = SpecTableTest.class.getResourceAsStream("/spec-table.csv")) {
            assertThat(table).isNotNull();
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).map(Line::parse).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void eachLineHasATestThatIsThere(Line line) throws ClassNotFoundException {
        List<String> place = List.of(line.test().split("#", -1));
        assertThat(place).hasSize(2);
        Class<?> owner = Class.forName("io.clusterkit." + place.get(0));
        List<Method> named = Arrays.stream(owner.getDeclaredMethods())
                .filter(method -> method.getName().equals(place.get(1)))
                .toList();
        assertThat(named).as(line.test()).singleElement().satisfies(method -> assertThat(
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("lines")
    void eachCommandAndOptionIsExplainedToThoseWhoComeFromTheOriginal(Line line) throws IOException {
        if (!line.original().equals("-")) {
            assertThat(Files.readString(FOR_COMERS)).contains(line.original());
        }
    }

    @Test
    void linesAreNamedOnce() throws IOException {
        assertThat(lines().map(Line::id)).hasSizeGreaterThan(60).doesNotHaveDuplicates();
    }

    @Test
    void nothingIsPromisedForLater() throws IOException {
        assertThat(Files.readString(FOR_COMERS)).doesNotContain("not yet");
    }
}
