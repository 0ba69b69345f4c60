package io.clusterkit.benchmarks.run;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.statistics.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All figures of a run, by measurement (as {@code rtt-x}), who was measured, and what (as {@code p50}). */
public final class Results {
    private final Map<String, Map<String, Map<String, List<Double>>>> figures = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    /** The rounds of all these runs together. */
    public static Results together(List<Results> runs) {
        Results together = new Results();
        for (Results run : runs) {
            run.figures.forEach((measurement, all) -> all.forEach((who, rounds) -> {
                Map<String, List<Double>> target = together.figures
                        .computeIfAbsent(measurement, key -> new LinkedHashMap<>())
                        .computeIfAbsent(who, key -> new LinkedHashMap<>());
                rounds.forEach((what, figures) ->
                        target.computeIfAbsent(what, key -> new ArrayList<>()).addAll(figures));
            }));
            together.failures.putAll(run.failures);
        }
        return together;
    }

    /** Adds what one round gave. */
    public void add(String measurement, String who, Map<String, Double> round) {
        Map<String, List<Double>> all = figures.computeIfAbsent(measurement, key -> new LinkedHashMap<>())
                .computeIfAbsent(who, key -> new LinkedHashMap<>());
        round.forEach((what, figure) ->
                all.computeIfAbsent(what, key -> new ArrayList<>()).add(figure));
    }

    /** Notes that a round gave nothing. */
    public void failed(String measurement, String who, Exception why) {
        failures.put(measurement + ", " + who, String.valueOf(why.getMessage()));
    }

    public Map<String, Map<String, Map<String, List<Double>>>> figures() {
        return figures;
    }

    public Map<String, String> failures() {
        return failures;
    }

    /** The spread over the rounds, if it was measured. */
    public Optional<Spread> spread(String measurement, String who, String what) {
        return Optional.ofNullable(figures.getOrDefault(measurement, Map.of())
                        .getOrDefault(who, Map.of())
                        .get(what))
                .map(Spread::of);
    }

    public Optional<Double> median(String measurement, SystemUnderTest system, String what) {
        return median(measurement, system.label(), what);
    }

    public Optional<Double> median(String measurement, String who, String what) {
        return spread(measurement, who, what).map(Spread::median);
    }

    /**
     * By how much the one has more than the other, as they were measured in turns: the median of what each round of the one
     * has more than the same round of the other. What slows the machine down for a while slows both of a round.
     */
    public Optional<Double> medianOfDifferences(String measurement, String who, String other, String what) {
        Map<String, Map<String, List<Double>>> all = figures.getOrDefault(measurement, Map.of());
        List<Double> more = all.getOrDefault(who, Map.of()).getOrDefault(what, List.of());
        List<Double> less = all.getOrDefault(other, Map.of()).getOrDefault(what, List.of());
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(more.size(), less.size()); i++) {
            differences.add(more.get(i) - less.get(i));
        }
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(differences).median());
    }
}
