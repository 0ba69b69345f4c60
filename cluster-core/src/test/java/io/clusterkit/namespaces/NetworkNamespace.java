package io.clusterkit.namespaces;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A host of its own as far as the network goes: a network namespace, removed when closed. Needs root and iproute2. */
final class NetworkNamespace implements AutoCloseable {
    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** A new one with nothing but a loopback interface that is down; skips the test where there can be none. */
    static NetworkNamespace create() {
        String name = "ck%08x".formatted(ThreadLocalRandom.current().nextInt());
        try {
            run(List.of("ip", "netns", "add", name));
        } catch (IOException impossible) {
            abort("SKIPPED: network namespaces need root and iproute2: " + impossible.getMessage());
        }
        return new NetworkNamespace(name);
    }

    /** A cable from {@code eth0} of this one to {@code eth0} of the other, up, with addresses 10.77.0.1 and 10.77.0.2. */
    void connect(NetworkNamespace other) throws IOException {
        run(List.of(
                "ip",
                "link",
                "add",
                "eth0",
                "netns",
                name,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                other.name));
        ip("addr", "add", "10.77.0.1/24", "dev", "eth0");
        other.ip("addr", "add", "10.77.0.2/24", "dev", "eth0");
        ip("link", "set", "eth0", "up");
        other.ip("link", "set", "eth0", "up");
    }

    void loopbackUp() throws IOException {
        ip("link", "set", "lo", "up");
    }

    /** What a command begins with that is to run in it. */
    List<String> exec() {
        return List.of("ip", "netns", "exec", name);
    }

    @Override
    public void close() throws IOException {
        run(List.of("ip", "netns", "delete", name)); // and with it the cables that end there
    }

    private void ip(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(words));
        run(command);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + ": " + output.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
