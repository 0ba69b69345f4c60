package io.clusterkit.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.clusterkit.codec.TclList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A running member of the original, driven by lines. Needs {@code tclsh} with tcl-udp and tcllib, and checkouts of
 * tcl-cluster and tcl-modules named by the system properties {@value #CLUSTER_HOME} and {@value #MODULES_HOME}; without
 * them the test is skipped with the reason.
 */
final class OriginalMember implements AutoCloseable {
    static final String CLUSTER_HOME = "cluster.original.home";
    static final String MODULES_HOME = "cluster.original.modules";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final BlockingQueue<List<String>> lines = new LinkedBlockingQueue<>();
    private final List<String> history = new ArrayList<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Path stderr;
    private final String sid;
    private final String hid;

    private OriginalMember(Process process, Path stderr) {
        this.process = process;
        this.stderr = stderr;
        Thread reader = new Thread(this::read, "original-member-output");
        reader.setDaemon(true);
        reader.start();
        List<String> first =
                await(line -> line.get(0).equals("READY") || line.get(0).equals("ERR"));
        if (first.get(0).equals("ERR")) {
            process.destroy();
            abort("SKIPPED: the original does not run here: " + first);
        }
        sid = first.get(1);
        hid = first.get(2);
    }

    static OriginalMember start(String group, int port, String tags) throws IOException {
        String home = System.getProperty(CLUSTER_HOME, "");
        String modules = System.getProperty(MODULES_HOME, "");
        if (home.isEmpty() || modules.isEmpty()) {
            abort("SKIPPED: no original to run beside ours: give -D" + CLUSTER_HOME
                    + "=<checkout of tcl-cluster> and -D" + MODULES_HOME
                    + "=<checkout of tcl-modules>, and install tcl, tcllib and tcl-udp");
        }
        Path script = Files.createTempFile("original-member", ".tcl");
        try (InputStream resource = OriginalMember.class.getResourceAsStream("/tcl/original-member.tcl")) {
            assertThat(resource).isNotNull();
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Path stderr = Files.createTempFile("original-member", ".err");
        List<String> command = new ArrayList<>(tclsh());
        command.addAll(List.of(
                script.toString(),
                "--cluster-home",
                home,
                "--modules-home",
                modules,
                "--address",
                group,
                "--port",
                String.valueOf(port),
                "--tags",
                tags,
                "--addresses",
                localAddresses()));
        Process process =
                new ProcessBuilder(command).redirectError(stderr.toFile()).start();
        return new OriginalMember(process, stderr);
    }

    /**
     * The original looks up the name of the sender of each packet that comes over TCP, and stands still meanwhile: for
     * seconds, if the name server is slow. Where that is allowed it gets a hosts file of its own that knows all.
     */
    private static List<String> tclsh() throws IOException {
        Path hosts = Files.createTempFile("original-member", ".hosts");
        Files.writeString(hosts, "127.0.0.1 localhost\n");
        for (String address : List.of(localAddresses().split(" ", -1))) {
            if (!address.contains("%")) {
                Files.writeString(hosts, address + " this-host\n", StandardOpenOption.APPEND);
            }
        }
        String mount = "mount --bind \"$0\" /etc/hosts";
        List<String> command = List.of("unshare", "-m", "sh", "-c");
        try {
            List<String> probe = new ArrayList<>(command);
            probe.addAll(List.of(mount, hosts.toString()));
            Process tried = new ProcessBuilder(probe).redirectErrorStream(true).start();
            if (tried.waitFor(5, TimeUnit.SECONDS) && tried.exitValue() == 0) {
                List<String> inside = new ArrayList<>(command);
                inside.addAll(List.of(mount + " && exec tclsh \"$@\"", hosts.toString()));
                return inside;
            }
        } catch (IOException noSuchProgram) {
            return List.of("tclsh");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return List.of("tclsh");
    }

    String sid() {
        return sid;
    }

    String uuid() {
        return sid + "@" + hid;
    }

    void command(String... words) throws IOException {
        process.getOutputStream().write((TclList.format(List.of(words)) + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits for a line that begins with these words; lines before it are skipped. */
    List<String> await(String... start) {
        return await(line ->
                line.size() >= start.length && line.subList(0, start.length).equals(List.of(start)));
    }

    /** How many lines so far began with this word. */
    int count(String word) {
        return counts.getOrDefault(word, 0);
    }

    String errorOutput() throws IOException {
        return Files.readString(stderr);
    }

    /** Waits for such a line; lines before it are skipped. */
    List<String> await(Predicate<List<String>> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                @Nullable
                List<String> line = lines.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new AssertionError("the original did not say it within " + PATIENCE + "; it said " + history
                            + " and on its error output: " + errorOutput());
                }
                history.add(line.toString());
                if (wanted.test(line)) {
                    return line;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (!line.isBlank() && Character.isUpperCase(line.charAt(0))) {
                    List<String> words = TclList.parse(line);
                    counts.merge(words.get(0), 1, Integer::sum);
                    lines.add(words);
                }
            }
        } catch (IOException closed) {
            history.add("output closed: " + closed.getMessage());
        }
    }

    private static String localAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
