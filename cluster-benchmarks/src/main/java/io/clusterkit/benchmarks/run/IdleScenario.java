package io.clusterkit.benchmarks.run;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Two members that have nothing to say, in two JVMs, beside a JVM without any: threads, memory, CPU, and bytes on the
 * network of both together. The two have a network of their own if that can be had (root on Linux): the bytes are theirs
 * alone. Else the host's are counted, and others' among them.
 */
public final class IdleScenario implements Scenario {
    /** The name of a JVM without a member. */
    public static final String PLAIN = "a JVM";

    private static final int SETTLE_MILLIS = 12_000; // threads of pools that are not needed have ended by then
    private static final int MEASURE_MILLIS = 15_000;

    /** Ours says nothing but a heartbeat in 110 to 140 s: a shorter time would show none. */
    private static final int MEASURE_OURS_MILLIS = 150_000;

    private static final int AWAIT_MILLIS = 30_000;
    private static final List<String> JVM = List.of("-Xms256m", "-Xmx256m");
    private static final List<SystemUnderTest> SYSTEMS = List.of(
            SystemUnderTest.CLUSTER,
            SystemUnderTest.JGROUPS_UDP,
            SystemUnderTest.HAZELCAST_TOPIC,
            SystemUnderTest.SCALECUBE);

    private final Settings settings;
    private final Set<SystemUnderTest> systems;

    public IdleScenario(Settings settings, Set<SystemUnderTest> systems) {
        this.settings = settings;
        this.systems = systems;
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<String> contestants() {
        List<String> contestants = new ArrayList<>(List.of(PLAIN));
        SYSTEMS.stream().filter(systems::contains).map(SystemUnderTest::label).forEach(contestants::add);
        return contestants;
    }

    @Override
    public int seconds(String contestant) {
        return (SETTLE_MILLIS + measureMillis(contestant)) / 1000 + 4;
    }

    private int measureMillis(String contestant) {
        return settings.millis(contestant.startsWith("cluster") ? MEASURE_OURS_MILLIS : MEASURE_MILLIS);
    }

    @Override
    public int rounds(String contestant, int asked) {
        return 1;
    }

    @Override
    public boolean isRepeated(String contestant) {
        return !contestant.equals(SystemUnderTest.HAZELCAST_TOPIC.label())
                && !contestant.equals(SystemUnderTest.SCALECUBE.label());
    }

    @Override
    public Map<String, Map<String, Double>> round(String contestant) throws IOException, InterruptedException {
        boolean ownNetwork = OwnNetwork.isPossible();
        List<String> prefix = ownNetwork ? OwnNetwork.create() : List.of();
        try (ChildJvm one = ChildJvm.start(settings.logs(), prefix, JVM)) {
            one.run("state"); // once it answers, its network is there
            List<String> same = ownNetwork ? OwnNetwork.enter(one.pid()) : List.of();
            try (ChildJvm other = ChildJvm.start(settings.logs(), same, JVM)) {
                if (!contestant.equals(PLAIN)) {
                    Place place = Place.draw(SystemUnderTest.labelled(contestant), 1);
                    one.run(place.command("open", 0, 1));
                    other.run(place.command("open", 1, 1));
                    one.run("await others=1 timeout=" + AWAIT_MILLIS);
                    other.run("await others=1 timeout=" + AWAIT_MILLIS);
                }
                TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
                Map<String, Double> before = one.run("state");
                TimeUnit.MILLISECONDS.sleep(measureMillis(contestant));
                Map<String, Double> after = one.run("state");
                double nanos = grown("nanos", before, after);
                Map<String, Double> figures = new HashMap<>(Map.of(
                        "threads",
                        after.getOrDefault("threads", 0.0),
                        "osThreads",
                        after.getOrDefault("osThreads", 0.0),
                        "rssMib",
                        after.getOrDefault("rssKib", 0.0) / 1024,
                        "cpuPercent",
                        grown("cpuNanos", before, after) / nanos * 100,
                        "bytesPerSecond",
                        grown("networkBytes", before, after) / nanos * 1e9,
                        "ownNetwork",
                        ownNetwork ? 1.0 : 0.0));
                return Map.of(name(), figures);
            }
        }
    }

    private static double grown(String what, Map<String, Double> before, Map<String, Double> after) {
        return after.getOrDefault(what, 0.0) - before.getOrDefault(what, 0.0);
    }
}
