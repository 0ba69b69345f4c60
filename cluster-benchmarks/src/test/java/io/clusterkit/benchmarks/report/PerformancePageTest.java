package io.clusterkit.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.run.Results;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class PerformancePageTest {
    private static final String PAGE =
            "# Before\n" + PerformancePage.BEGIN + "\nold\n" + PerformancePage.END + "\nAfter\n";

    private static Results results(double ours) {
        Results results = new Results();
        results.add("rtt-x", SystemUnderTest.RAW_TCP.label(), Map.of("p50", 80.0));
        results.add("rtt-x", SystemUnderTest.CLUSTER_T.label(), Map.of("p50", ours));
        results.add("rtt-x", SystemUnderTest.CLUSTER_T.label(), Map.of("p50", ours + 2));
        results.failed("rtt-x", SystemUnderTest.SCALECUBE.label(), new IOException("no answer"));
        return results;
    }

    @Test
    void keepsWhatStandsAroundTheMarkers() {
        assertThat(PerformancePage.replaced(PAGE, "new"))
                .startsWith("# Before\n")
                .endsWith("\nAfter\n")
                .contains("new")
                .doesNotContain("old");
        assertThatIllegalArgumentException().isThrownBy(() -> PerformancePage.replaced("no markers", "new"));
    }

    @Test
    void writesFiguresTargetsFailuresAndTheEnvironment(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("performance.md"), PAGE);

        new PerformancePage(List.of(results(90)), "the command").writeTo(directory);

        assertThat(Files.readString(directory.resolve("performance.md")))
                .contains("`the command`", "JDK: ", "JGroups: 5.")
                .contains("91 (90–92)")
                .contains("| pass |")
                .contains("no answer");
    }

    @Test
    void comparesRuns() throws IOException {
        assertThat(new PerformancePage(List.of(results(90), results(150)), "").markdown())
                .contains("91.0 µs, pass | 151 µs, **fail**");
    }

    @Test
    void showsTheRoundsOfAllRunsTogether() throws IOException {
        assertThat(new PerformancePage(List.of(results(90), results(150)), "").markdown())
                .contains("| cluster t | 121 (90–152) |");
    }

    @Test
    void drawsTheStagesOfAQueryIfTheyWereMeasured(@TempDir Path directory) throws Exception {
        Results results = results(90);
        results.add("stages", SystemUnderTest.CLUSTER_T.label(), Map.of("ask", 2.0, "request", 40.0, "total", 43.0));

        assertThat(directory.resolve("query-stages.svg")).doesNotExist();
        new PerformancePage(List.of(results), "").writeTo(directory);

        assertThat(Files.readString(directory.resolve("performance.md"))).contains("](query-stages.svg)");
        assertThat(Files.readString(directory.resolve("query-stages.svg")))
                .contains("raw TCP", "cluster t", "request 40.0 µs")
                .doesNotContain("raw junixsocket");
    }

    @Test
    void drawsOneBarForEachSystemMeasured(@TempDir Path directory) throws Exception {
        new PerformancePage(List.of(results(90)), "").writeTo(directory);

        String chart = Files.readString(directory.resolve("performance.svg"));
        var parsed = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(chart)));
        assertThat(parsed.getElementsByTagName("rect").getLength()).isEqualTo(2);
        assertThat(chart).contains("prefers-color-scheme: dark");
    }
}
