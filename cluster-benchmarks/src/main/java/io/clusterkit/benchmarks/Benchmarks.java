package io.clusterkit.benchmarks;

import io.clusterkit.benchmarks.run.Cores;
import io.clusterkit.benchmarks.run.Results;
import io.clusterkit.benchmarks.run.Scenario;
import io.clusterkit.benchmarks.run.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
        Settings settings = new Settings(Cores.find(), options.quick(), target.resolve("logs"));
        warn(settings.cores());
        List<Scenario> scenarios = Rows.scenarios(options, settings);
        long seconds = scenarios.stream().mapToLong(this::seconds).sum();
        for (int run = 1; run <= options.runs(); run++) {
            out.printf(
                    Locale.ROOT, "run %d of %d: about %d min %d s%n", run, options.runs(), seconds / 60, seconds % 60);
            Results results = new Results();
            for (Scenario scenario : scenarios) {
                measure(scenario, results);
            }
            print(results);
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

    private long seconds(Scenario scenario) {
        return (long) scenario.rounds(options.rounds())
                * scenario.contestants().stream().mapToInt(scenario::seconds).sum();
    }

    private void measure(Scenario scenario, Results results) {
        int rounds = scenario.rounds(options.rounds());
        for (int round = 1; round <= rounds; round++) {
            for (String contestant : scenario.contestants()) {
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

    private void print(Results results) {
        results.figures().forEach((measurement, all) -> {
            out.println();
            out.println(measurement);
            all.forEach((who, what) -> {
                StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-28s", who));
                what.keySet().forEach(each -> results.spread(measurement, who, each)
                        .ifPresent(spread -> line.append(String.format(
                                Locale.ROOT,
                                " %s %.4g (%.4g..%.4g)",
                                each,
                                spread.median(),
                                spread.least(),
                                spread.most()))));
                out.println(line);
            });
        });
    }
}
