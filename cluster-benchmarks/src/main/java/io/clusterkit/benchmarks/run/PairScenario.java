package io.clusterkit.benchmarks.run;

import static io.clusterkit.benchmarks.node.SystemUnderTest.*;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.node.SystemUnderTest.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Two JVMs, one member each: round trips, many callers, events. In {@code x} caller and server have a core each, in
 * {@code s} they share one. Queries and events have two JVMs of their own each: what is compiled for the ones does not fit
 * the others, and the compiler would be busy with that for seconds, on the core that is measured.
 */
public final class PairScenario implements Scenario {
    /** What is measured, in this order for all. */
    public enum Step {
        RTT,
        CALLERS,
        EVENTS,
        EVENTS_1K
    }

    /** What is measured one after another in the same two JVMs. */
    private static final List<Set<Step>> SESSIONS =
            List.of(EnumSet.of(Step.RTT, Step.CALLERS), EnumSet.of(Step.EVENTS, Step.EVENTS_1K));

    static final int CALLERS = 16;
    static final int SMALL = 64;
    static final int LARGE = 1024;

    private static final int AWAIT_MILLIS = 60_000;
    private static final List<String> JVM = List.of("-Xms768m", "-Xmx768m");

    /** What these are for: the others measure nothing new with them. */
    private static final Map<SystemUnderTest, Set<Step>> ONLY = Map.ofEntries(
            Map.entry(CLUSTER, Set.of()),
            Map.entry(RAW_TCP, Set.of(Step.RTT)),
            Map.entry(RAW_UNIX, Set.of(Step.RTT)),
            Map.entry(RAW_MULTICAST, Set.of(Step.RTT)),
            Map.entry(RAW_TCP_MULTIPLEXED, Set.of(Step.CALLERS)),
            Map.entry(RAW_UNIX_MULTIPLEXED, Set.of(Step.CALLERS)),
            Map.entry(RAW_TCP_BATCHED, Set.of(Step.EVENTS, Step.EVENTS_1K)),
            Map.entry(RAW_UNIX_BATCHED, Set.of(Step.EVENTS, Step.EVENTS_1K)),
            // Its bundler makes no difference to who waits for each answer; its other stacks are the faster ones else.
            Map.entry(JGROUPS_UDP_128K, Set.of(Step.CALLERS, Step.EVENTS, Step.EVENTS_1K)),
            Map.entry(JGROUPS_TCP, Set.of(Step.RTT)),
            Map.entry(HAZELCAST_EXECUTOR, Set.of(Step.RTT, Step.CALLERS)));

    private final Settings settings;
    private final boolean twoCores;
    private final Set<Step> steps;
    private final Set<SystemUnderTest> systems;

    /**
     * One of the two modes.
     *
     * @param twoCores whether it is {@code x}
     */
    public PairScenario(Settings settings, boolean twoCores, Set<Step> steps, Set<SystemUnderTest> systems) {
        this.settings = settings;
        this.twoCores = twoCores;
        this.steps = steps;
        this.systems = systems;
    }

    @Override
    public String name() {
        return "pair-" + mode();
    }

    private String mode() {
        return twoCores ? "x" : "s";
    }

    @Override
    public List<String> contestants() {
        return Arrays.stream(SystemUnderTest.values())
                .filter(system -> systems.contains(system) && !stepsOf(system).isEmpty())
                .map(SystemUnderTest::label)
                .toList();
    }

    private List<Step> stepsOf(SystemUnderTest system) {
        return Arrays.stream(Step.values())
                .filter(step -> steps.contains(step)
                        && ONLY.getOrDefault(system, Set.of(Step.values())).contains(step))
                .toList();
    }

    private List<List<Step>> sessionsOf(SystemUnderTest system) {
        return SESSIONS.stream()
                .map(session ->
                        stepsOf(system).stream().filter(session::contains).toList())
                .filter(session -> !session.isEmpty())
                .toList();
    }

    @Override
    public boolean isRepeated(String contestant) {
        return SystemUnderTest.labelled(contestant).isContender();
    }

    @Override
    public int seconds(String contestant) {
        SystemUnderTest system = SystemUnderTest.labelled(contestant);
        int start = system.kind() == Kind.PEER ? 7 : 2;
        return start * sessionsOf(system).size()
                + stepsOf(system).stream()
                        .mapToInt(step ->
                                (settings.millis(warmMillis(step)) + settings.millis(measureMillis(step))) / 1000)
                        .sum();
    }

    /**
     * The first step of a session has the compiler busy: measured is what comes after that. It takes longer where two
     * JVMs and their compilers share a core, and with events, which leave a compiler no core that is idle.
     */
    private int warmMillis(Step step) {
        return switch (step) {
            case RTT -> twoCores ? 7000 : 12_000;
            case EVENTS -> 12_000;
            case CALLERS -> 5000;
            case EVENTS_1K -> 2500;
        };
    }

    private static int measureMillis(Step step) {
        return step == Step.RTT ? 2000 : 2500;
    }

    @Override
    public Map<String, Map<String, Double>> round(String contestant) throws IOException {
        SystemUnderTest system = SystemUnderTest.labelled(contestant);
        Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
        for (List<Step> session : sessionsOf(system)) {
            figures.putAll(session(system, session));
        }
        return figures;
    }

    private Map<String, Map<String, Double>> session(SystemUnderTest system, List<Step> session) throws IOException {
        Place place = Place.draw(system, 1);
        Cores cores = settings.cores();
        Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
        try (ChildJvm server =
                        ChildJvm.start(settings.logs(), Cores.pin(twoCores ? cores.second() : cores.first()), JVM);
                ChildJvm caller = ChildJvm.start(settings.logs(), Cores.pin(cores.first()), JVM)) {
            server.run(place.command("open", 0, 1));
            caller.run(place.command("open", 1, 1));
            caller.run("await others=1 timeout=" + AWAIT_MILLIS);
            server.run("await others=1 timeout=" + AWAIT_MILLIS);
            for (Step step : session) {
                figures.put(
                        step.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + mode(),
                        step(step, caller, server));
            }
        }
        return figures;
    }

    private Map<String, Double> step(Step step, ChildJvm caller, ChildJvm server) throws IOException {
        String times = "warm=" + settings.millis(warmMillis(step)) + " measure=" + settings.millis(measureMillis(step));
        return switch (step) {
            case RTT -> caller.run("rtt bytes=" + SMALL + " " + times);
            case CALLERS -> caller.run("callers callers=" + CALLERS + " bytes=" + SMALL + " " + times);
            case EVENTS -> events(step, SMALL, false, caller, server);
            case EVENTS_1K -> events(step, LARGE, false, caller, server);
        };
    }

    private Map<String, Double> events(Step step, int bytes, boolean all, ChildJvm caller, ChildJvm server)
            throws IOException {
        return events(
                settings.millis(warmMillis(step)), settings.millis(measureMillis(step)), bytes, all, caller, server);
    }

    /** Events as fast as they are taken, first to warm up, then measured. */
    static Map<String, Double> events(
            int warmMillis, int measureMillis, int bytes, boolean all, ChildJvm caller, ChildJvm server)
            throws IOException {
        List<Map<String, Double>> both = new ArrayList<>();
        for (int millis : List.of(warmMillis, measureMillis)) {
            server.run("reset");
            Map<String, Double> sent = caller.run("events bytes=" + bytes + " all=" + all + " measure=" + millis);
            Map<String, Double> received =
                    new LinkedHashMap<>(server.run("drained sent=" + Math.round(sent.getOrDefault("sent", 0.0))));
            received.put("sent", sent.getOrDefault("sent", 0.0));
            received.put("sendMillis", sent.getOrDefault("millis", 0.0));
            both.add(received);
        }
        return both.get(1);
    }
}
