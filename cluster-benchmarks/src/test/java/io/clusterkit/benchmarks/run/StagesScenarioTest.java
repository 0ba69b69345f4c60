package io.clusterkit.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.benchmarks.node.StagedNode.Stage;
import io.clusterkit.benchmarks.node.SystemUnderTest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Smoke: two child JVMs, some milliseconds. */
class StagesScenarioTest {
    @Test
    void takesAQueryApartIntoStagesThatFollowOneAnother(@TempDir Path logs) throws Exception {
        StagesScenario scenario = new StagesScenario(
                new Settings(Cores.ANY, 50, logs), EnumSet.of(SystemUnderTest.RAW_TCP, SystemUnderTest.CLUSTER_T));
        assertThat(scenario.contestants()).containsExactly("cluster t");

        Map<String, Double> stages = scenario.round("cluster t").getOrDefault(StagesScenario.NAME, Map.of());

        assertThat(stages).hasSize(Stage.values().length + 1);
        // A negative one would mean that the hooks ran in another order, or on clocks that are not shared.
        assertThat(stages.values()).allSatisfy(micros -> assertThat(micros).isNotNegative());
    }
}
