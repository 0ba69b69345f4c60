package io.clusterkit.benchmarks;

import io.clusterkit.benchmarks.run.PairScenario;
import io.clusterkit.benchmarks.run.PairScenario.Step;
import io.clusterkit.benchmarks.run.Scenario;
import io.clusterkit.benchmarks.run.Settings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The rows of the table, and what has to run for them. */
final class Rows {
    static final List<String> NAMES = List.of("rtt", "callers", "events", "events-1k");

    private Rows() {}

    /** What has to run for the rows asked for. */
    static List<Scenario> scenarios(BenchmarkOptions options, Settings settings) {
        List<Scenario> scenarios = new ArrayList<>();
        Set<Step> steps = EnumSet.noneOf(Step.class);
        addIf(options.wants("rtt"), steps, Step.RTT);
        addIf(options.wants("callers"), steps, Step.CALLERS);
        addIf(options.wants("events"), steps, Step.EVENTS);
        addIf(options.wants("events-1k"), steps, Step.EVENTS_1K);
        if (!steps.isEmpty()) {
            scenarios.add(new PairScenario(settings, true, steps, options.systems()));
        }
        if (steps.contains(Step.RTT)) {
            scenarios.add(new PairScenario(settings, false, EnumSet.of(Step.RTT), options.systems()));
        }
        return scenarios;
    }

    private static void addIf(boolean wanted, Set<Step> steps, Step step) {
        if (wanted) {
            steps.add(step);
        }
    }
}
