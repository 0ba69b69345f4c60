package io.clusterkit.benchmarks.report;

import io.clusterkit.benchmarks.jmh.PacketSizes;
import io.clusterkit.benchmarks.jmh.SamplePackets;
import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.node.SystemUnderTest.Kind;
import io.clusterkit.benchmarks.report.BarChart.Bar;
import io.clusterkit.benchmarks.report.BarChart.Group;
import io.clusterkit.benchmarks.run.Results;
import io.clusterkit.benchmarks.run.StagesScenario;
import io.clusterkit.benchmarks.statistics.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tables and charts of runs; on a page between two markers, the rest of which stays. */
public final class PerformancePage {
    static final String BEGIN = "<!-- results: written by the benchmarks -->";
    static final String END = "<!-- end of results -->";
    private static final String CHART = "performance.svg";
    private static final String STAGES = "query-stages.svg";

    private final List<Results> runs;
    private final Results together;
    private final String command;

    /**
     * A page of these runs.
     *
     * @param runs one after another of the same rows; the rounds of all are shown together, then each run for itself
     * @param command by which they were made
     */
    public PerformancePage(List<Results> runs, String command) {
        this.runs = List.copyOf(runs);
        this.together = Results.together(runs);
        this.command = command;
    }

    /** Writes tables and chart into this directory: between the markers of its {@code performance.md}, if it has them. */
    public void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path page = directory.resolve("performance.md");
        String before = Files.exists(page) ? Files.readString(page) : BEGIN + "\n" + END + "\n";
        Files.writeString(page, replaced(before, markdown()));
        Files.writeString(directory.resolve(CHART), BarChart.of(groups()));
        Optional<String> stages = StagesChart.of(together);
        if (stages.isPresent()) {
            Files.writeString(directory.resolve(STAGES), stages.get());
        }
    }

    static String replaced(String page, String results) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("performance.md needs the lines \"" + BEGIN + "\" and \"" + END
                    + "\" for the results to stand between");
        }
        return page.substring(0, begin + BEGIN.length()) + "\n\n" + results + "\n" + page.substring(end);
    }

    String markdown() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("Made by `").append(command).append("`.\n\n");
        Environment.facts()
                .forEach((name, fact) ->
                        text.append("- ").append(name).append(": ").append(fact).append('\n'));
        text.append("\n![Results](").append(CHART).append(")\n\n### Targets\n\n");
        text.append(checks(Targets.of(together)));
        if (together.figures().containsKey(StagesScenario.NAME)) {
            text.append("\n### Where a query's microseconds go\n\n![Stages of a query](")
                    .append(STAGES)
                    .append(")\n");
        }
        text.append("\n### All figures\n\nMedian of the rounds, least and most in brackets.\n");
        figures(text);
        if (together.figures().containsKey("codec")) {
            sizes(text);
        }
        failures(text);
        if (runs.size() > 1) {
            comparison(text);
        }
        return text.toString();
    }

    /** The table of targets. */
    public static String checks(List<Check> checks) {
        StringBuilder text = new StringBuilder(
                "| row | what | measured | target | measured ÷ target | |\n| --- | --- | --- | --- | --- | --- |\n");
        String row = "";
        for (Check check : checks) {
            text.append("| ").append(check.row().equals(row) ? "" : check.row());
            text.append(" | ").append(check.what());
            text.append(" | ").append(check.measured());
            text.append(" | ").append(check.target());
            text.append(" | ").append(Unit.round(check.ratio()));
            text.append(" | ").append(check.met() ? "pass" : "**fail**").append(" |\n");
            row = check.row();
        }
        return text.toString();
    }

    private void figures(StringBuilder text) {
        Results results = together;
        results.figures().forEach((measurement, all) -> {
            List<String> columns = all.values().stream()
                    .flatMap(each -> each.keySet().stream())
                    .distinct()
                    .sorted()
                    .toList();
            text.append("\n#### ").append(measurement).append("\n\n| |");
            columns.forEach(column -> text.append(' ').append(column).append(" |"));
            text.append("\n| --- |").append(" --- |".repeat(columns.size())).append('\n');
            all.keySet().forEach(who -> {
                text.append("| ").append(who).append(" |");
                columns.forEach(column -> text.append(' ')
                        .append(results.spread(measurement, who, column)
                                .map(PerformancePage::write)
                                .orElse(""))
                        .append(" |"));
                text.append('\n');
            });
        });
    }

    private static String write(Spread spread) {
        String median = number(spread.median());
        return spread.least() == spread.most()
                ? median
                : median + " (" + number(spread.least()) + "–" + number(spread.most()) + ")";
    }

    private static String number(double figure) {
        return Math.abs(figure) >= 10_000
                ? String.format(Locale.ROOT, "%,.0f", figure)
                : figure == Math.rint(figure) ? String.format(Locale.ROOT, "%.0f", figure) : Unit.round(figure);
    }

    private static void sizes(StringBuilder text) {
        text.append("\n#### Bytes of a packet beside compact JSON with the same fields\n\n");
        text.append("| packet | ours | JSON | smaller by |\n| --- | --- | --- | --- |\n");
        SamplePackets.all().forEach((name, packet) -> {
            PacketSizes sizes = PacketSizes.of(packet);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %.0f %% |%n",
                    name,
                    sizes.frame(),
                    sizes.json(),
                    100 * (1 - sizes.share())));
        });
    }

    private void failures(StringBuilder text) {
        Map<String, String> failures = together.failures();
        if (!failures.isEmpty()) {
            text.append("\n#### Rounds without a figure\n\n");
            failures.forEach((what, why) -> text.append("- ")
                    .append(what)
                    .append(": ")
                    .append(why.replace('\n', ' '))
                    .append('\n'));
        }
    }

    /** Each target's figure in all runs. */
    private void comparison(StringBuilder text) {
        text.append("\n### The same in ").append(runs.size()).append(" runs\n\n| row | what |");
        for (int i = 1; i <= runs.size(); i++) {
            text.append(" run ").append(i).append(" |");
        }
        text.append("\n| --- | --- |").append(" --- |".repeat(runs.size())).append('\n');
        List<List<Check>> all = runs.stream().map(Targets::of).toList();
        for (int i = 0; i < all.get(0).size(); i++) {
            Check first = all.get(0).get(i);
            text.append("| ")
                    .append(first.row())
                    .append(" | ")
                    .append(first.what())
                    .append(" |");
            for (List<Check> run : all) {
                text.append(' ')
                        .append(i < run.size() ? outcome(run.get(i)) : "")
                        .append(" |");
            }
            text.append('\n');
        }
    }

    private static String outcome(Check check) {
        return check.measured() + ", " + (check.met() ? "pass" : "**fail**");
    }

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        group(groups, "Round trip of 64 B, two cores, p50 (less is better)", "rtt-x", "p50", Unit.MICROSECONDS);
        group(groups, "Round trip of 64 B, one core, p50 (less is better)", "rtt-s", "p50", Unit.MICROSECONDS);
        group(groups, "16 callers, one connection (more is better)", "callers-x", "rate", Unit.PER_SECOND);
        group(groups, "Events of 64 B one way (more is better)", "events-x", "rate", Unit.PER_SECOND);
        group(groups, "Events of 1 KiB one way (more is better)", "events-1k-x", "rate", Unit.PER_SECOND);
        group(groups, "Query of 8 members, p50 (less is better)", "scatter", "p50", Unit.MICROSECONDS);
        group(groups, "Events to 8 members, deliveries (more is better)", "broadcast", "rate", Unit.PER_SECOND);
        group(groups, "Join in a warm JVM, p50 (less is better)", "join-warm", "p50", Unit.MILLISECONDS);
        group(groups, "Join in a fresh JVM, p50 (less is better)", "join-fresh", "p50", Unit.MILLISECONDS);
        return groups;
    }

    private void group(List<Group> groups, String title, String measurement, String what, Unit unit) {
        List<Bar> bars = Arrays.stream(SystemUnderTest.values())
                .flatMap(system -> bar(system, measurement, what, unit).stream())
                .toList();
        if (!bars.isEmpty()) {
            groups.add(new Group(title, bars));
        }
    }

    private Optional<Bar> bar(SystemUnderTest system, String measurement, String what, Unit unit) {
        String kind = system.kind() == Kind.OURS ? "ours" : system.kind() == Kind.PEER ? "peer" : "raw";
        return together.median(measurement, system, what)
                .map(figure -> new Bar(system.label(), kind, figure, unit.write(figure)));
    }
}
