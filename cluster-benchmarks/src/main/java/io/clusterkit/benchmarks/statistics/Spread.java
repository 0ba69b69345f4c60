package io.clusterkit.benchmarks.statistics;

import java.util.List;

/**
 * What several rounds gave.
 *
 * @param median the middle one; of an even number the mean of the two in the middle
 */
public record Spread(double least, double median, double most) {
    /**
     * Of these figures.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Spread of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("there are no figures");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
    }
}
