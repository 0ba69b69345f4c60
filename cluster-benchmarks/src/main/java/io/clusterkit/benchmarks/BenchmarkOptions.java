package io.clusterkit.benchmarks;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the command line asks for.
 *
 * @param rows which rows; empty for all
 * @param systems which systems; all unless named
 * @param rounds how many rounds of each system, from which the median comes
 * @param runs how often all of it is done; from the second on without what no target depends on
 * @param quick shorter, for a first look
 * @param docs the directory whose {@code performance.md} takes the tables, or empty text for none
 */
record BenchmarkOptions(
        Set<String> rows, Set<SystemUnderTest> systems, int rounds, int runs, boolean quick, String docs) {
    static final String USAGE = """
            java -jar benchmarks.jar [--rows=a,b] [--systems=a,b] [--rounds=3] [--runs=1] [--quick] [--docs=directory]
              --rows     %s
              --systems  %s
              --rounds   rounds of each system, interleaved; the median counts
              --runs     how often all of it is done, to compare medians; from the second on without what no target depends on
              --quick    one round, a third of the time: a first look
              --docs     where performance.md and its chart are written, e.g. docs; without it only target/benchmarks""".formatted(
            String.join(",", Rows.NAMES),
            Arrays.stream(SystemUnderTest.values()).map(SystemUnderTest::id).collect(Collectors.joining(",")));

    static BenchmarkOptions of(String... arguments) {
        Set<String> rows = new LinkedHashSet<>();
        Set<SystemUnderTest> systems = EnumSet.allOf(SystemUnderTest.class);
        int rounds = 0;
        int runs = 1;
        boolean quick = false;
        String docs = "";
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String value = argument.substring(equals + 1);
            switch (equals < 0 ? argument : argument.substring(0, equals)) {
                case "--rows" -> rows.addAll(Arrays.asList(value.split(",", -1)));
                case "--systems" -> {
                    systems.clear();
                    Arrays.stream(value.split(",", -1)).map(SystemUnderTest::of).forEach(systems::add);
                }
                case "--rounds" -> rounds = positive("--rounds", value);
                case "--runs" -> runs = positive("--runs", value);
                case "--quick" -> quick = true;
                case "--docs" -> docs = Path.of(value).toString();
                default -> throw new IllegalArgumentException("unknown argument " + argument);
            }
        }
        for (String row : rows) {
            if (!Rows.NAMES.contains(row)) {
                throw new IllegalArgumentException(
                        "there is no row \"" + row + "\"; there are " + String.join(", ", Rows.NAMES));
            }
        }
        return new BenchmarkOptions(rows, systems, rounds > 0 ? rounds : quick ? 1 : 3, runs, quick, docs);
    }

    private static int positive(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException(name + " must be a number but is \"" + value + "\"", none);
        }
        throw new IllegalArgumentException(name + " must be at least 1 but is " + value);
    }

    /** The command line that asks for the same. */
    String command() {
        StringBuilder command = new StringBuilder("java -jar cluster-benchmarks/target/benchmarks.jar");
        if (!rows.isEmpty()) {
            command.append(" --rows=").append(String.join(",", rows));
        }
        if (systems.size() < SystemUnderTest.values().length) {
            command.append(
                    systems.stream().map(SystemUnderTest::id).collect(Collectors.joining(",", " --systems=", "")));
        }
        command.append(" --rounds=").append(rounds).append(" --runs=").append(runs);
        return command.append(quick ? " --quick" : "").toString();
    }

    boolean wants(String row) {
        return rows.isEmpty() || rows.contains(row);
    }
}
