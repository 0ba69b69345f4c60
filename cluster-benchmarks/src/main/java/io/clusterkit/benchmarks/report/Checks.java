package io.clusterkit.benchmarks.report;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.node.SystemUnderTest.Kind;
import io.clusterkit.benchmarks.run.Results;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects checks; leaves out what was not measured. */
final class Checks {
    /**
     * Somebody's figure.
     *
     * @param who whose
     */
    record Reference(String who, double figure) {
        Reference times(double factor) {
            return factor == 1 ? this : new Reference(Unit.round(factor) + " × " + who, factor * figure);
        }
    }

    private final Results results;
    private final List<Check> checks = new ArrayList<>();

    Checks(Results results) {
        this.results = results;
    }

    List<Check> all() {
        return List.copyOf(checks);
    }

    Results results() {
        return results;
    }

    Optional<Reference> of(String measurement, SystemUnderTest system, String what) {
        return of(measurement, system.label(), what);
    }

    Optional<Reference> of(String measurement, String who, String what) {
        return results.median(measurement, who, what).map(figure -> new Reference(who, figure));
    }

    /** By how much the one has more than the other. */
    Optional<Reference> more(String measurement, String who, String other, String what) {
        return results.medianOfDifferences(measurement, who, other, what).map(figure -> new Reference("", figure));
    }

    /** The peer with the lowest figure. */
    Optional<Reference> lowestPeer(String measurement, String what) {
        return peers(measurement, what).stream().min(Comparator.comparingDouble(Reference::figure));
    }

    /** The peer with the highest figure. */
    Optional<Reference> highestPeer(String measurement, String what) {
        return peers(measurement, what).stream().max(Comparator.comparingDouble(Reference::figure));
    }

    private List<Reference> peers(String measurement, String what) {
        return Arrays.stream(SystemUnderTest.values())
                .filter(system -> system.kind() == Kind.PEER)
                .flatMap(system -> of(measurement, system, what).stream())
                .toList();
    }

    /** The lower one is the better. */
    void atMost(String row, String what, Unit unit, Optional<Reference> measured, Optional<Reference> limit) {
        if (measured.isPresent() && limit.isPresent()) {
            add(row, what, unit, measured.get(), "at most ", limit.get(), measured.get().figure <= limit.get().figure);
        }
    }

    /** The higher one is the better. */
    void atLeast(String row, String what, Unit unit, Optional<Reference> measured, Optional<Reference> limit) {
        if (measured.isPresent() && limit.isPresent()) {
            add(row, what, unit, measured.get(), "at least ", limit.get(), measured.get().figure >= limit.get().figure);
        }
    }

    private void add(String row, String what, Unit unit, Reference measured, String how, Reference limit, boolean met) {
        String target = how + unit.write(limit.figure) + (limit.who.isEmpty() ? "" : " (" + limit.who + ")");
        checks.add(new Check(row, what, unit.write(measured.figure), target, measured.figure / limit.figure, met));
    }

    /** A limit that nobody else sets. */
    static Optional<Reference> fixed(double figure) {
        return Optional.of(new Reference("", figure));
    }

    /** None lost, none out of order. */
    void intact(String row, String who, String measurement) {
        Optional<Double> lost = results.spread(measurement, who, "lost").map(spread -> spread.most());
        Optional<Double> disordered =
                results.spread(measurement, who, "disordered").map(spread -> spread.most());
        if (lost.isPresent() && disordered.isPresent()) {
            double bad = lost.get() + disordered.get();
            checks.add(new Check(
                    row,
                    who + ", lost and out of order",
                    Math.round(lost.get()) + " and " + Math.round(disordered.get()),
                    "none, in each round",
                    bad,
                    bad == 0));
        }
    }
}
