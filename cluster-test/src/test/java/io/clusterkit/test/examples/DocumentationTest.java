package io.clusterkit.test.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/testing.md shows is in these examples, and so compiles and runs. */
class DocumentationTest {
    private static final Path PAGE = Path.of("..", "docs", "testing.md");
    private static final Path HERE = Path.of("src/test/java/io/clusterkit/test/examples");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void itsJavaIsThatOfTheExamples() throws IOException {
        String examples = "";
        for (String file : List.of("QuotesTest.java", "SteppedTimeTest.java", "RealSocketsTest.java")) {
            examples += Files.readString(HERE.resolve(file));
        }
        List<String> shown = JAVA.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(shown).hasSize(3);
        assertThat(examples).contains(shown);
    }
}
