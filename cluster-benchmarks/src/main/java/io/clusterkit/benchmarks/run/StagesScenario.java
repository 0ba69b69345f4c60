package io.clusterkit.benchmarks.run;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Where the microseconds of one caller's query go: two JVMs, one core each, hooks that note the time. */
public final class StagesScenario implements Scenario {
    /** The name of what it measures. */
    public static final String NAME = "stages";

    private static final int AWAIT_MILLIS = 60_000;
    private static final int WARM_MILLIS = 5000;
    private static final int MEASURE_MILLIS = 2000;
    private static final List<String> JVM = List.of("-Xms768m", "-Xmx768m");

    private final Settings settings;
    private final Set<SystemUnderTest> systems;

    public StagesScenario(Settings settings, Set<SystemUnderTest> systems) {
        this.settings = settings;
        this.systems = systems;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> contestants() {
        return Stream.of(SystemUnderTest.CLUSTER_T, SystemUnderTest.CLUSTER_U)
                .filter(systems::contains)
                .map(SystemUnderTest::label)
                .toList();
    }

    @Override
    public int seconds(String contestant) {
        return 2 + settings.millis(WARM_MILLIS + MEASURE_MILLIS) / 1000;
    }

    @Override
    public Map<String, Map<String, Double>> round(String contestant) throws IOException {
        Place place = Place.draw(SystemUnderTest.labelled(contestant), 1);
        Cores cores = settings.cores();
        try (ChildJvm server = ChildJvm.start(settings.logs(), Cores.pin(cores.second()), JVM);
                ChildJvm caller = ChildJvm.start(settings.logs(), Cores.pin(cores.first()), JVM)) {
            server.run(place.command("open", 0, 1) + " stages=true");
            caller.run(place.command("open", 1, 1) + " stages=true");
            caller.run("await others=1 timeout=" + AWAIT_MILLIS);
            server.run("await others=1 timeout=" + AWAIT_MILLIS);
            return Map.of(
                    name(),
                    caller.run("stages warm=" + settings.millis(WARM_MILLIS) + " measure="
                            + settings.millis(MEASURE_MILLIS)));
        }
    }
}
