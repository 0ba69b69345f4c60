package io.clusterkit.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.run.PairScenario.Step;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Smoke: two child JVMs, some milliseconds of each step. */
class PairScenarioTest {
    private static PairScenario scenario(Path logs, Set<SystemUnderTest> systems) {
        Settings settings = new Settings(Cores.ANY, 60, logs);
        return new PairScenario(settings, true, EnumSet.allOf(Step.class), systems);
    }

    @Test
    void measuresRoundTripsCallersAndEventsOfOurs(@TempDir Path logs) throws Exception {
        Map<String, Map<String, Double>> figures =
                scenario(logs, Set.of(SystemUnderTest.CLUSTER_T)).round(SystemUnderTest.CLUSTER_T.label());

        assertThat(figures).containsOnlyKeys("rtt-x", "callers-x", "events-x", "events-1k-x");
        assertThat(of(figures, "rtt-x", "p50")).isPositive();
        assertThat(of(figures, "callers-x", "rate")).isPositive();
        assertThat(of(figures, "events-x", "lost")).isZero();
        assertThat(of(figures, "events-x", "disordered")).isZero();
        assertThat(of(figures, "events-x", "received")).isPositive().isEqualTo(of(figures, "events-x", "sent"));
    }

    private static double of(Map<String, Map<String, Double>> figures, String measurement, String what) {
        return figures.getOrDefault(measurement, Map.of()).getOrDefault(what, Double.NaN);
    }

    @Test
    void measuresOfEachSystemOnlyWhatItIsThereFor(@TempDir Path logs) {
        PairScenario scenario =
                scenario(logs, EnumSet.of(SystemUnderTest.RAW_TCP, SystemUnderTest.CLUSTER, SystemUnderTest.CLUSTER_U));

        assertThat(scenario.contestants()).containsExactly("raw TCP", "cluster u");
        assertThat(scenario.seconds("cluster u")).isGreaterThanOrEqualTo(scenario.seconds("raw TCP"));
    }
}
