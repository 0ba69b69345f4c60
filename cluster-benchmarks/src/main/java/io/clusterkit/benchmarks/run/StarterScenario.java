package io.clusterkit.benchmarks.run;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.starter.EmptyWebApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An empty web application with and without the starter: how long it takes to start, and its heap. */
public final class StarterScenario implements Scenario {
    /** The names of the two. */
    public static final String WITHOUT = "empty web application";

    public static final String WITH = "with the starter";

    private static final int STARTS_PER_ROUND = 5;
    private static final List<String> JVM = List.of("-Xms256m", "-Xmx256m");

    /** No part of an empty web application. */
    private static final List<String> OTHERS = List.of(
            "jgroups-",
            "hazelcast-",
            "scalecube-",
            "netty-",
            "reactor-netty-",
            "reactor-core-",
            "jmh-",
            "jopt-simple-",
            "commons-math3-",
            "protobuf-",
            "jol-",
            "jctools-",
            "commons-codec-",
            "spring-boot-actuator",
            "spring-boot-starter-actuator",
            "spring-boot-health",
            "spring-boot-micrometer",
            "spring-boot-starter-micrometer",
            "micrometer-core-",
            "micrometer-jakarta9-",
            "HdrHistogram-",
            "LatencyUtils-");

    /** What comes with the starter. */
    private static final List<String> STARTER = List.of(
            "cluster-core",
            "cluster-spring-boot-starter",
            "spring-integration-",
            "spring-messaging-",
            "spring-tx-",
            "junixsocket-",
            "reactive-streams-");

    @Override
    public String name() {
        return "starter";
    }

    @Override
    public List<String> contestants() {
        return List.of(WITHOUT, WITH);
    }

    @Override
    public int seconds(String contestant) {
        return 5;
    }

    @Override
    public int rounds(String contestant, int asked) {
        return asked * STARTS_PER_ROUND;
    }

    @Override
    public Map<String, Map<String, Double>> round(String contestant) throws IOException, InterruptedException {
        List<String> left = new ArrayList<>(OTHERS);
        if (contestant.equals(WITHOUT)) {
            left.addAll(STARTER);
        }
        Place place = Place.draw(SystemUnderTest.CLUSTER, 1);
        List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
        command.addAll(JVM);
        command.addAll(List.of(
                "-cp",
                ClassPath.without(left),
                EmptyWebApplication.class.getName(),
                "--cluster.address=" + place.group(),
                "--cluster.port=" + place.port()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<String, Double> figures = new HashMap<>();
        try (BufferedReader lines = process.inputReader()) {
            lines.lines()
                    .filter(line -> line.startsWith(EmptyWebApplication.READY))
                    .forEach(line -> {
                        for (String word : line.substring(EmptyWebApplication.READY.length())
                                .strip()
                                .split(" ", -1)) {
                            int equals = word.indexOf('=');
                            figures.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
                        }
                    });
        }
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (figures.isEmpty()) {
            throw new IOException("the application did not start: " + String.join(" ", command));
        }
        return Map.of(name(), figures);
    }
}
