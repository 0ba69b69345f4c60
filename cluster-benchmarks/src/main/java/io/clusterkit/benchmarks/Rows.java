package io.clusterkit.benchmarks;

import static io.clusterkit.benchmarks.node.SystemUnderTest.CLUSTER;
import static io.clusterkit.benchmarks.node.SystemUnderTest.HAZELCAST_TOPIC;
import static io.clusterkit.benchmarks.node.SystemUnderTest.JGROUPS_UDP;
import static io.clusterkit.benchmarks.node.SystemUnderTest.SCALECUBE;

import io.clusterkit.benchmarks.jmh.ClusterCodecBenchmark;
import io.clusterkit.benchmarks.jmh.DispatchBenchmark;
import io.clusterkit.benchmarks.jmh.JsonCodecBenchmark;
import io.clusterkit.benchmarks.jmh.ProtobufCodecBenchmark;
import io.clusterkit.benchmarks.jmh.ResolverBenchmark;
import io.clusterkit.benchmarks.run.FormationScenario;
import io.clusterkit.benchmarks.run.GroupScenario;
import io.clusterkit.benchmarks.run.IdleScenario;
import io.clusterkit.benchmarks.run.JmhScenario;
import io.clusterkit.benchmarks.run.JoinScenario;
import io.clusterkit.benchmarks.run.PairScenario;
import io.clusterkit.benchmarks.run.PairScenario.Step;
import io.clusterkit.benchmarks.run.Scenario;
import io.clusterkit.benchmarks.run.Settings;
import io.clusterkit.benchmarks.run.StagesScenario;
import io.clusterkit.benchmarks.run.StarterScenario;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of the table, and what has to run for them. */
final class Rows {
    static final List<String> NAMES = List.of(
            "rtt",
            "stages",
            "callers",
            "events",
            "events-1k",
            "scatter",
            "broadcast",
            "join",
            "formation",
            "codec",
            "resolver",
            "dispatch",
            "starter",
            "idle");

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
        if (options.wants("stages")) {
            scenarios.add(new StagesScenario(settings, options.systems()));
        }
        if (options.wants("scatter") || options.wants("broadcast")) {
            scenarios.add(new GroupScenario(
                    settings, options.wants("scatter"), options.wants("broadcast"), options.systems()));
        }
        if (options.wants("join")) {
            scenarios.add(new JoinScenario(settings, options.systems()));
        }
        if (options.wants("formation")) {
            scenarios.add(new FormationScenario(
                    settings, 50, 60, options.systems(), CLUSTER, JGROUPS_UDP, HAZELCAST_TOPIC, SCALECUBE));
            scenarios.add(new FormationScenario(settings, 100, 60, options.systems(), CLUSTER));
            scenarios.add(new FormationScenario(settings, 200, 60, options.systems(), CLUSTER));
        }
        hotPieces(options, settings, scenarios);
        if (options.wants("starter")) {
            scenarios.add(new StarterScenario());
        }
        if (options.wants("idle")) {
            scenarios.add(new IdleScenario(settings, options.systems()));
        }
        return scenarios;
    }

    private static void hotPieces(BenchmarkOptions options, Settings settings, List<Scenario> scenarios) {
        if (options.wants("codec")) {
            Map<String, Class<?>> codecs = new LinkedHashMap<>();
            codecs.put("cluster", ClusterCodecBenchmark.class);
            codecs.put("protobuf-java", ProtobufCodecBenchmark.class);
            codecs.put("JSON (Jackson)", JsonCodecBenchmark.class);
            scenarios.add(new JmhScenario(settings, "codec", codecs, 4));
        }
        if (options.wants("resolver")) {
            scenarios.add(new JmhScenario(settings, "resolver", Map.of("cluster", ResolverBenchmark.class), 1));
        }
        if (options.wants("dispatch")) {
            scenarios.add(new JmhScenario(settings, "dispatch", Map.of("cluster", DispatchBenchmark.class), 2));
        }
    }

    private static void addIf(boolean wanted, Set<Step> steps, Step step) {
        if (wanted) {
            steps.add(step);
        }
    }
}
