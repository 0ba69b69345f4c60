package io.clusterkit.benchmarks.run;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.node.SystemUnderTest.Kind;
import io.clusterkit.benchmarks.statistics.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A member joins one that is there: from the call until both see each other. In a warm JVM members have joined and left
 * before; in a fresh one it is the first thing that the JVM does.
 */
public final class JoinScenario implements Scenario {
    private static final int WARM_UP = 15;
    private static final int MEASURED = 15;
    private static final int FRESH = 3;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final List<String> JVM = List.of("-Xms256m", "-Xmx256m");

    private static final List<SystemUnderTest> SYSTEMS = List.of(
            SystemUnderTest.CLUSTER,
            SystemUnderTest.JGROUPS_UDP,
            SystemUnderTest.HAZELCAST_TOPIC,
            SystemUnderTest.SCALECUBE);

    private final Settings settings;
    private final Set<SystemUnderTest> systems;

    public JoinScenario(Settings settings, Set<SystemUnderTest> systems) {
        this.settings = settings;
        this.systems = systems;
    }

    @Override
    public String name() {
        return "join";
    }

    @Override
    public List<String> contestants() {
        return SYSTEMS.stream()
                .filter(systems::contains)
                .map(SystemUnderTest::label)
                .toList();
    }

    @Override
    public int seconds(String contestant) {
        return contestant.startsWith("Hazelcast") ? settings.millis(60_000) / 1000 : settings.millis(15_000) / 1000 + 5;
    }

    @Override
    public boolean isRepeated(String contestant) {
        return SystemUnderTest.labelled(contestant).kind() == Kind.OURS;
    }

    @Override
    public Map<String, Map<String, Double>> round(String contestant) throws IOException {
        Place place = Place.draw(SystemUnderTest.labelled(contestant), 1);
        Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
        try (ChildJvm holder = ChildJvm.start(settings.logs(), List.of(), JVM)) {
            holder.run(place.command("open", 0, 1));
            try (ChildJvm joiner = ChildJvm.start(settings.logs(), List.of(), JVM)) {
                int scale = Math.min(settings.shorter(), 3);
                join(place, holder, joiner, WARM_UP / scale);
                figures.put("join-warm", spread(join(place, holder, joiner, MEASURED / scale)));
            }
            List<Double> fresh = new ArrayList<>();
            for (int i = 0; i < FRESH; i++) {
                try (ChildJvm joiner = ChildJvm.start(settings.logs(), List.of(), JVM)) {
                    fresh.addAll(join(place, holder, joiner, 1));
                }
            }
            figures.put("join-fresh", spread(fresh));
        }
        return figures;
    }

    private static Map<String, Double> spread(List<Double> millis) {
        Spread spread = Spread.of(millis);
        return Map.of("p50", spread.median(), "least", spread.least(), "most", spread.most());
    }

    /** Joins and leaves so many times; milliseconds of each. */
    private static List<Double> join(Place place, ChildJvm holder, ChildJvm joiner, int times) throws IOException {
        List<Double> millis = new ArrayList<>();
        String seen = "seen others=1 timeout=" + TIMEOUT_MILLIS;
        for (int i = 0; i < times; i++) {
            holder.begin(seen);
            Map<String, Double> joined =
                    joiner.run(place.command("join", 1, 1) + " others=1 timeout=" + TIMEOUT_MILLIS);
            double seenNanos = holder.end(seen).getOrDefault("nanos", 0.0);
            double bothNanos = Math.max(seenNanos, joined.getOrDefault("nanos", 0.0));
            millis.add((bothNanos - joined.getOrDefault("startedNanos", 0.0)) / 1e6);
            joiner.run("close");
            holder.run("seen others=0 timeout=" + TIMEOUT_MILLIS);
        }
        return millis;
    }
}
