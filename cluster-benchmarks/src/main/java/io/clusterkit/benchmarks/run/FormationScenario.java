package io.clusterkit.benchmarks.run;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.node.SystemUnderTest.Kind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Many members start at once in one JVM: how long until all see all, and what each takes. */
public final class FormationScenario implements Scenario {
    private static final List<String> JVM = List.of("-Xms1g", "-Xmx4g");

    private final Settings settings;
    private final int members;
    private final int timeoutSeconds;
    private final List<SystemUnderTest> contestants;

    /**
     * With so many members.
     *
     * @param timeoutSeconds who has not formed by then has not formed
     */
    public FormationScenario(
            Settings settings, int members, int timeoutSeconds, Set<SystemUnderTest> systems, SystemUnderTest... any) {
        this.settings = settings;
        this.members = members;
        this.timeoutSeconds = timeoutSeconds;
        this.contestants = List.of(any).stream().filter(systems::contains).toList();
    }

    @Override
    public String name() {
        return "formation-" + members;
    }

    @Override
    public List<String> contestants() {
        return contestants.stream().map(SystemUnderTest::label).toList();
    }

    @Override
    public int seconds(String contestant) {
        return contestant.startsWith("cluster") ? 3 + members / 25 : timeoutSeconds;
    }

    @Override
    public int rounds(String contestant, int asked) {
        return contestant.startsWith("cluster") ? asked : 1;
    }

    @Override
    public boolean isRepeated(String contestant) {
        return SystemUnderTest.labelled(contestant).kind() == Kind.OURS;
    }

    @Override
    public Map<String, Map<String, Double>> round(String contestant) throws IOException {
        SystemUnderTest system = SystemUnderTest.labelled(contestant);
        Place place = Place.draw(system, members);
        try (ChildJvm jvm = ChildJvm.start(settings.logs(), List.of(), JVM)) {
            Map<String, Double> before = state(jvm);
            Map<String, Double> opened = jvm.run(place.command("open", 0, members));
            Map<String, Double> formed = jvm.run("await others=" + (members - 1) + " timeout=" + timeoutSeconds * 1000);
            Map<String, Double> after = state(jvm);
            double millis = (formed.getOrDefault("nanos", 0.0) - opened.getOrDefault("startedNanos", 0.0)) / 1e6;
            return Map.of(
                    name(),
                    Map.of(
                            "millis",
                            millis,
                            "threadsEach",
                            grown("threads", before, after),
                            "heapMibEach",
                            grown("heapBytes", before, after) / (1 << 20)));
        }
    }

    private static Map<String, Double> state(ChildJvm jvm) throws IOException {
        Map<String, Double> state = new HashMap<>(jvm.run("state"));
        state.putAll(jvm.run("heap"));
        return state;
    }

    private double grown(String what, Map<String, Double> before, Map<String, Double> after) {
        return (after.getOrDefault(what, 0.0) - before.getOrDefault(what, 0.0)) / members;
    }
}
