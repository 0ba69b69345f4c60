package io.clusterkit.benchmarks.run;

import static io.clusterkit.benchmarks.node.SystemUnderTest.*;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.node.SystemUnderTest.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One caller in a JVM and on a core of its own, eight members in the other: ask all and wait for all; tell all, in JVMs of
 * their own.
 */
public final class GroupScenario implements Scenario {
    public static final int MEMBERS = 8;

    private static final int AWAIT_MILLIS = 120_000;

    /** Eight members share a core with their compiler: it needs so long to be done. */
    private static final int WARM_MILLIS = 10_000;

    private static final int MEASURE_MILLIS = 2500;
    private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g");

    private static final Set<SystemUnderTest> ASK = EnumSet.of(
            RAW_TCP,
            RAW_UNIX,
            CLUSTER_T,
            CLUSTER_U,
            JGROUPS_UDP,
            JGROUPS_TCP,
            JGROUPS_LOW_LATENCY,
            HAZELCAST_TOPIC,
            HAZELCAST_EXECUTOR,
            SCALECUBE);
    private static final Set<SystemUnderTest> TELL = EnumSet.of(
            RAW_TCP_BATCHED,
            RAW_UNIX_BATCHED,
            CLUSTER_T,
            CLUSTER_U,
            JGROUPS_UDP,
            JGROUPS_UDP_128K,
            JGROUPS_LOW_LATENCY,
            HAZELCAST_TOPIC,
            SCALECUBE);

    private final Settings settings;
    private final boolean ask;
    private final boolean tell;
    private final Set<SystemUnderTest> systems;

    /**
     * Either or both.
     *
     * @param ask whether scatter-gather is measured
     * @param tell whether events to all are
     */
    public GroupScenario(Settings settings, boolean ask, boolean tell, Set<SystemUnderTest> systems) {
        this.settings = settings;
        this.ask = ask;
        this.tell = tell;
        this.systems = systems;
    }

    @Override
    public String name() {
        return "group";
    }

    @Override
    public List<String> contestants() {
        return Arrays.stream(SystemUnderTest.values())
                .filter(system -> systems.contains(system) && (asks(system) || tells(system)))
                .map(SystemUnderTest::label)
                .toList();
    }

    private boolean asks(SystemUnderTest system) {
        return ask && ASK.contains(system);
    }

    private boolean tells(SystemUnderTest system) {
        return tell && TELL.contains(system);
    }

    @Override
    public boolean isRepeated(String contestant) {
        return SystemUnderTest.labelled(contestant).isContender();
    }

    @Override
    public int seconds(String contestant) {
        SystemUnderTest system = SystemUnderTest.labelled(contestant);
        int start = contestant.startsWith("Hazelcast") ? 20 : system.kind() == Kind.PEER ? 10 : 3;
        int asking = asks(system) ? start + settings.millis(WARM_MILLIS + MEASURE_MILLIS) / 1000 : 0;
        int telling = tells(system) ? start + settings.millis(WARM_MILLIS + MEASURE_MILLIS) / 1000 : 0;
        return asking + telling;
    }

    @Override
    public Map<String, Map<String, Double>> round(String contestant) throws IOException {
        SystemUnderTest system = SystemUnderTest.labelled(contestant);
        Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
        if (asks(system)) {
            figures.put(
                    "scatter",
                    session(
                            system,
                            (caller, servers) -> caller.run("askall bytes=" + PairScenario.SMALL + " others=" + MEMBERS
                                    + " warm=" + settings.millis(WARM_MILLIS) + " measure="
                                    + settings.millis(MEASURE_MILLIS))));
        }
        if (tells(system)) {
            figures.put(
                    "broadcast",
                    session(
                            system,
                            (caller, servers) -> PairScenario.events(
                                    settings.millis(WARM_MILLIS),
                                    settings.millis(MEASURE_MILLIS),
                                    PairScenario.SMALL,
                                    true,
                                    caller,
                                    servers)));
        }
        return figures;
    }

    private interface Measuring {
        Map<String, Double> run(ChildJvm caller, ChildJvm servers) throws IOException;
    }

    private Map<String, Double> session(SystemUnderTest system, Measuring measuring) throws IOException {
        Place place = Place.draw(system, MEMBERS);
        Cores cores = settings.cores();
        try (ChildJvm servers = ChildJvm.start(settings.logs(), Cores.pin(cores.second()), JVM);
                ChildJvm caller = ChildJvm.start(settings.logs(), Cores.pin(cores.first()), JVM)) {
            for (int i = 0; i < MEMBERS; i++) {
                servers.run(place.command("open", i, 1)); // not all can begin at once
            }
            caller.run(place.command("open", MEMBERS, 1));
            boolean raw = system.kind() == Kind.RAW; // its servers see only the caller
            servers.run("await others=" + (raw ? 1 : MEMBERS) + " timeout=" + AWAIT_MILLIS);
            caller.run("await others=" + MEMBERS + " timeout=" + AWAIT_MILLIS);
            return measuring.run(caller, servers);
        }
    }
}
