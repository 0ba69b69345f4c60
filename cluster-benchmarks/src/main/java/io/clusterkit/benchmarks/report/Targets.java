package io.clusterkit.benchmarks.report;

import static io.clusterkit.benchmarks.node.SystemUnderTest.*;
import static io.clusterkit.benchmarks.report.Checks.fixed;
import static io.clusterkit.benchmarks.report.Unit.*;

import io.clusterkit.benchmarks.jmh.PacketSizes;
import io.clusterkit.benchmarks.jmh.SamplePackets;
import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.report.Checks.Reference;
import io.clusterkit.benchmarks.run.IdleScenario;
import io.clusterkit.benchmarks.run.Results;
import io.clusterkit.benchmarks.run.StarterScenario;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What each row is to reach. */
public final class Targets {
    private static final List<SystemUnderTest> T = List.of(CLUSTER_T, STARTER_T);
    private static final List<SystemUnderTest> U = List.of(CLUSTER_U, STARTER_U);
    private static final List<SystemUnderTest> OURS = List.of(CLUSTER_T, CLUSTER_U, STARTER_T, STARTER_U);
    private static final Map<Integer, Integer> FORMATION_MILLIS = Map.of(50, 1000, 100, 2000, 200, 5000);

    private final Checks checks;

    private Targets(Results results) {
        this.checks = new Checks(results);
    }

    /** The targets of all rows that were measured, in the order of the table. */
    public static List<Check> of(Results results) {
        Targets targets = new Targets(results);
        T.forEach(ours -> targets.roundTrip(ours, RAW_TCP));
        U.forEach(ours -> targets.roundTrip(ours, RAW_UNIX));
        U.forEach(ours -> targets.callers(ours, 1.5));
        T.forEach(ours -> targets.callers(ours, 1.1));
        OURS.forEach(targets::events);
        OURS.forEach(targets::largeEvents);
        targets.group();
        targets.membership();
        targets.codec();
        targets.starter();
        targets.idle();
        return targets.checks.all();
    }

    private void roundTrip(SystemUnderTest ours, SystemUnderTest raw) {
        String row = "round trip, 64 B, 1 caller";
        String who = ours.label();
        Optional<Reference> p50 = checks.of("rtt-x", ours, "p50");
        Optional<Reference> p99 = checks.of("rtt-x", ours, "p99");
        checks.atMost(row, who + ", x, p50", MICROSECONDS, p50, times(1.25, checks.of("rtt-x", raw, "p50")));
        checks.atMost(row, who + ", x, p99", MICROSECONDS, p99, times(1.6, checks.of("rtt-x", raw, "p99")));
        checks.atMost(row, who + ", x, p50", MICROSECONDS, p50, checks.lowestPeer("rtt-x", "p50"));
        checks.atMost(row, who + ", x, p99", MICROSECONDS, p99, checks.lowestPeer("rtt-x", "p99"));
        Optional<Reference> shared = checks.of("rtt-s", ours, "p50");
        checks.atMost(row, who + ", s, p50", MICROSECONDS, shared, times(2.5, checks.of("rtt-s", raw, "p50")));
        checks.atMost(row, who + ", s, p50", MICROSECONDS, shared, checks.lowestPeer("rtt-s", "p50"));
        checks.atMost(
                row,
                who + ", s, p99",
                MICROSECONDS,
                checks.of("rtt-s", ours, "p99"),
                checks.lowestPeer("rtt-s", "p99"));
    }

    private void callers(SystemUnderTest ours, double factor) {
        checks.atLeast(
                "16 callers, one connection",
                ours.label(),
                PER_SECOND,
                checks.of("callers-x", ours, "rate"),
                times(factor, checks.highestPeer("callers-x", "rate")));
    }

    private void events(SystemUnderTest ours) {
        String row = "events one way, 64 B";
        Optional<Reference> rate = checks.of("events-x", ours, "rate");
        checks.atLeast(row, ours.label(), PER_SECOND, rate, checks.highestPeer("events-x", "rate"));
        checks.atLeast(
                row, ours.label(), PER_SECOND, rate, times(0.4, checks.of("events-x", SPRING_INTEGRATION, "rate")));
        checks.intact(row, ours.label(), "events-x");
    }

    private void largeEvents(SystemUnderTest ours) {
        String row = "events one way, 1 KiB";
        Optional<Reference> target = Stream.concat(
                        fixed(900_000).stream(), checks.highestPeer("events-1k-x", "rate").stream())
                .min(Comparator.comparingDouble(Reference::figure));
        checks.atLeast(row, ours.label(), PER_SECOND, checks.of("events-1k-x", ours, "rate"), target);
        checks.intact(row, ours.label(), "events-1k-x");
    }

    private void group() {
        Optional<Reference> jgroups = Stream.of(JGROUPS_UDP, JGROUPS_TCP, JGROUPS_LOW_LATENCY)
                .flatMap(system -> checks.of("scatter", system, "p50").stream())
                .min(Comparator.comparingDouble(Reference::figure));
        for (SystemUnderTest ours : List.of(CLUSTER_T, CLUSTER_U)) {
            checks.atMost(
                    "scatter-gather of 8",
                    ours.label() + ", p50",
                    MICROSECONDS,
                    checks.of("scatter", ours, "p50"),
                    times(0.7, jgroups));
        }
        for (SystemUnderTest ours : List.of(CLUSTER_T, CLUSTER_U)) {
            String row = "event to 8 by streams, deliveries";
            checks.atLeast(
                    row,
                    ours.label(),
                    PER_SECOND,
                    checks.of("broadcast", ours, "rate"),
                    checks.highestPeer("broadcast", "rate"));
            checks.intact(row, ours.label(), "broadcast");
        }
    }

    private void membership() {
        String join = "join until both see each other, p50";
        checks.atMost(join, "warm JVM", MILLISECONDS, checks.of("join-warm", CLUSTER, "p50"), fixed(20));
        checks.atMost(join, "fresh JVM", MILLISECONDS, checks.of("join-fresh", CLUSTER, "p50"), fixed(300));
        FORMATION_MILLIS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(each -> {
            String measurement = "formation-" + each.getKey();
            String row = "formation of " + each.getKey();
            checks.atMost(
                    row,
                    "all see all",
                    MILLISECONDS,
                    checks.of(measurement, CLUSTER, "millis"),
                    fixed(each.getValue()));
            checks.atMost(row, "heap of each", MEBIBYTES, checks.of(measurement, CLUSTER, "heapMibEach"), fixed(5));
            checks.atMost(row, "threads of each", THREADS, checks.of(measurement, CLUSTER, "threadsEach"), fixed(6));
        });
    }

    private void codec() {
        String row = "heartbeat";
        for (String direction : List.of("encode", "decode")) {
            checks.atMost(
                    row,
                    direction,
                    NANOSECONDS,
                    checks.of("codec", "cluster", direction + "Heartbeat.nanos"),
                    checks.of("codec", "protobuf-java", direction + "Heartbeat.nanos"));
            checks.atMost(
                    row,
                    direction + ", allocated",
                    BYTES,
                    checks.of("codec", "cluster", direction + "Heartbeat.bytes"),
                    checks.of("codec", "cluster", direction + "Heartbeat.resultBytes")
                            .map(result -> new Reference("the result", result.figure() + 0.5)));
        }
        if (checks.of("codec", "cluster", "encodeHeartbeat.nanos").isPresent()) {
            SamplePackets.all().forEach((name, packet) -> {
                if (name.startsWith(row)) {
                    PacketSizes sizes = PacketSizes.of(packet);
                    checks.atMost(
                            row,
                            "size of a " + name,
                            BYTES,
                            Optional.of(new Reference("", sizes.frame())),
                            Optional.of(new Reference("JSON", sizes.json()).times(0.7)));
                }
            });
        }
        checks.atMost(
                "resolve by three tags among 1000",
                "p99",
                MICROSECONDS,
                checks.of("resolver", "cluster", "threeTags.p99")
                        .map(each -> new Reference(each.who(), each.figure() / 1000)),
                fixed(50));
    }

    private void starter() {
        for (var figure : Map.of("millis", MILLISECONDS, "heapMib", MEBIBYTES).entrySet()) {
            boolean start = figure.getValue() == MILLISECONDS;
            checks.atMost(
                    "starter in an empty web application",
                    start ? "start, more" : "heap, more",
                    figure.getValue(),
                    checks.more("starter", StarterScenario.WITH, StarterScenario.WITHOUT, figure.getKey()),
                    fixed(start ? 150 : 10));
        }
    }

    private void idle() {
        String row = "idle member of 2";
        checks.atMost(
                row,
                "threads of the JVM",
                THREADS,
                checks.of("idle", CLUSTER, "threads"),
                checks.of("idle", JGROUPS_UDP, "threads")
                        .map(each -> new Reference("JGroups less one", each.figure() - 1)));
        checks.atMost(
                row,
                "on the network, both members",
                BYTES_PER_SECOND,
                checks.of("idle", CLUSTER, "bytesPerSecond"),
                fixed(300));
        checks.atMost(
                row,
                "CPU",
                PERCENT,
                checks.of("idle", CLUSTER, "cpuPercent"),
                checks.of("idle", IdleScenario.PLAIN, "cpuPercent")
                        .map(each -> new Reference("a JVM + 0.2 points", each.figure() + 0.2)));
    }

    private static Optional<Reference> times(double factor, Optional<Reference> reference) {
        return reference.map(each -> each.times(factor));
    }
}
