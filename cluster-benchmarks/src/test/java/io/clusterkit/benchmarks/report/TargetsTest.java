package io.clusterkit.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.run.Results;
import io.clusterkit.benchmarks.run.StarterScenario;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private final Results results = new Results();

    private void measured(String measurement, SystemUnderTest system, String what, double figure) {
        results.add(measurement, system.label(), Map.of(what, figure));
    }

    private List<Check> checks() {
        return Targets.of(results);
    }

    @Test
    void comparesNothingThatWasNotMeasured() {
        assertThat(checks()).isEmpty();

        measured("rtt-x", SystemUnderTest.CLUSTER_T, "p50", 80);
        assertThat(checks()).isEmpty();
    }

    @Test
    void comparesWithRawSocketsOfTheSameKind() {
        measured("rtt-x", SystemUnderTest.CLUSTER_T, "p50", 100);
        measured("rtt-x", SystemUnderTest.RAW_TCP, "p50", 80);
        measured("rtt-x", SystemUnderTest.RAW_UNIX, "p50", 40);

        assertThat(checks()).singleElement().satisfies(check -> {
            assertThat(check.target()).contains("100 µs", "1.25 × raw TCP");
            assertThat(check.ratio()).isEqualTo(1);
            assertThat(check.met()).isTrue();
        });
    }

    @Test
    void missesATargetByLittleToo() {
        measured("rtt-x", SystemUnderTest.CLUSTER_T, "p50", 100.1);
        measured("rtt-x", SystemUnderTest.RAW_TCP, "p50", 80);

        assertThat(checks()).singleElement().matches(check -> !check.met());
    }

    @Test
    void takesWhatTheStarterAddsFromPairsThatTheMachineWasTheSameFor() {
        List<Double> without = List.of(1000.0, 2000.0, 1100.0);
        List<Double> more = List.of(140.0, 150.0, 500.0);
        for (int i = 0; i < without.size(); i++) {
            results.add("starter", StarterScenario.WITHOUT, Map.of("millis", without.get(i)));
            results.add("starter", StarterScenario.WITH, Map.of("millis", without.get(i) + more.get(i)));
        }

        assertThat(checks()).singleElement().satisfies(check -> {
            assertThat(check.measured()).isEqualTo("150 ms");
            assertThat(check.met()).isTrue();
        });
    }

    @Test
    void comparesWithTheBestPeer() {
        measured("callers-x", SystemUnderTest.CLUSTER_U, "rate", 110_000);
        measured("callers-x", SystemUnderTest.JGROUPS_UDP, "rate", 72_000);
        measured("callers-x", SystemUnderTest.SCALECUBE, "rate", 28_000);

        assertThat(checks()).singleElement().satisfies(check -> {
            assertThat(check.target()).contains("108 k/s", "JGroups udp");
            assertThat(check.met()).isTrue();
        });
    }

    @Test
    void takesTheMedianOfTheRoundsButTheWorstOfWhatWasLost() {
        for (double lost : new double[] {0, 1, 0}) {
            results.add(
                    "events-x",
                    SystemUnderTest.CLUSTER_U.label(),
                    Map.of("rate", 3e6 + lost, "lost", lost, "disordered", 0.0));
        }
        measured("events-x", SystemUnderTest.SPRING_INTEGRATION, "rate", 7.5e6);

        assertThat(checks()).extracting(Check::met).containsExactly(true, false);
    }

    @Test
    void asksForTheLowerOfTwoTargetsWhereEitherWillDo() {
        measured("events-1k-x", SystemUnderTest.CLUSTER_U, "rate", 700_000);
        measured("events-1k-x", SystemUnderTest.HAZELCAST_TOPIC, "rate", 600_000);

        assertThat(checks()).singleElement().matches(Check::met);
    }
}
