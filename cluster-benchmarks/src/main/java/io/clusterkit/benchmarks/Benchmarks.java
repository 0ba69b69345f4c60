package io.clusterkit.benchmarks;

import io.clusterkit.benchmarks.report.Check;
import io.clusterkit.benchmarks.report.Environment;
import io.clusterkit.benchmarks.report.PerformancePage;
import io.clusterkit.benchmarks.report.Targets;
import io.clusterkit.benchmarks.run.Cores;
import io.clusterkit.benchmarks.run.Results;
import io.clusterkit.benchmarks.run.Scenario;
import io.clusterkit.benchmarks.run.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Measures all rows, one system beside the other, and prints the table. */
public final class Benchmarks {
    private final BenchmarkOptions options;
    private final PrintStream out;

    private Benchmarks(BenchmarkOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** See {@link BenchmarkOptions#USAGE}. */
    public static void main(String[] arguments) throws Exception {
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.of(arguments);
        } catch (IllegalArgumentException bad) {
            System.err.println(bad.getMessage());
            System.err.println(BenchmarkOptions.USAGE);
            System.exit(2);
            return;
        }
        new Benchmarks(options, System.out).run();
    }

    private void run() throws IOException {
        Path target = Path.of("target", "benchmarks");
        Settings settings = new Settings(Cores.find(), options.quick() ? 3 : 1, target.resolve("logs"));
        warn(settings.cores());
        List<Scenario> scenarios = Rows.scenarios(options, settings);
        List<Results> runs = new ArrayList<>();
        for (int run = 1; run <= options.runs(); run++) {
            boolean again = run > 1;
            long seconds = scenarios.stream()
                    .mapToLong(scenario -> seconds(scenario, again))
                    .sum();
            out.printf(
                    Locale.ROOT, "run %d of %d: about %d min %d s%n", run, options.runs(), seconds / 60, seconds % 60);
            Results results = new Results();
            for (Scenario scenario : scenarios) {
                measure(scenario, again, results);
            }
            runs.add(results);
            report(runs);
        }
    }

    private void warn(Cores cores) {
        if (!cores.arePinned()) {
            out.println("WARNING: there is no taskset, so nothing is pinned to cores. Unpinned round trips are several"
                    + " microseconds or ten times that, as the scheduler likes: do not compare them.");
        } else if (!cores.areTwo()) {
            out.println("WARNING: there is one core only; rows for two cores run on one.");
        }
    }

    private long seconds(Scenario scenario, boolean again) {
        return contestants(scenario, again).stream()
                .mapToLong(each -> (long) scenario.seconds(each) * scenario.rounds(each, options.rounds()))
                .sum();
    }

    private static List<String> contestants(Scenario scenario, boolean again) {
        return scenario.contestants().stream()
                .filter(each -> !again || scenario.isRepeated(each))
                .toList();
    }

    private void measure(Scenario scenario, boolean again, Results results) {
        List<String> contestants = contestants(scenario, again);
        int most = contestants.stream()
                .mapToInt(each -> scenario.rounds(each, options.rounds()))
                .max()
                .orElse(0);
        for (int round = 1; round <= most; round++) {
            for (String contestant : contestants) {
                int rounds = scenario.rounds(contestant, options.rounds());
                if (round > rounds) {
                    continue;
                }
                out.printf("%s, round %d of %d, %s: ", scenario.name(), round, rounds, contestant);
                out.flush();
                try {
                    Map<String, Map<String, Double>> figures = scenario.round(contestant);
                    figures.forEach((measurement, values) -> results.add(measurement, contestant, values));
                    out.println(figures);
                } catch (Exception failure) {
                    if (failure instanceof InterruptedException) {
                        Thread.currentThread().interrupt();
                    }
                    results.failed(scenario.name(), contestant, failure);
                    out.println("FAILED: " + failure.getMessage());
                }
            }
        }
    }

    private void report(List<Results> runs) throws IOException {
        Path target = Path.of("target", "benchmarks");
        PerformancePage page = new PerformancePage(runs, options.command());
        page.writeTo(target);
        for (int i = 0; i < runs.size(); i++) {
            Files.write(
                    target.resolve("results-" + (i + 1) + ".json"),
                    new JsonMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsBytes(Map.of(
                                    "environment", Environment.facts(),
                                    "figures", runs.get(i).figures(),
                                    "failures", runs.get(i).failures())));
        }
        if (!options.docs().isEmpty()) {
            page.writeTo(Path.of(options.docs()));
        }
        List<Check> checks = Targets.of(Results.together(runs));
        out.println();
        out.print(PerformancePage.checks(checks));
        out.printf(
                "%d of %d targets met; all figures: %s%n",
                checks.stream().filter(Check::met).count(),
                checks.size(),
                target.resolve("performance.md").toAbsolutePath());
    }
}
