package io.clusterkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A small member in Tcl, {@code tcl/wire-member.tcl}, in a process of its own. Needs tclsh with tcl-udp. */
final class TclMember implements AutoCloseable {
    private final Process process;
    private final Path script;
    private final List<String> said = new CopyOnWriteArrayList<>();

    private TclMember(Process process, Path script) {
        this.process = process;
        this.script = script;
        Thread reader = new Thread(this::read, "tcl-member-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Skips the test, loudly, where there is no Tcl with UDP. */
    static void requireTcl() throws IOException, InterruptedException {
        boolean works;
        try {
            Process probe =
                    new ProcessBuilder("tclsh").redirectErrorStream(true).start();
            probe.getOutputStream().write("package require udp; puts ok; exit\n".getBytes(StandardCharsets.UTF_8));
            probe.getOutputStream().close();
            String answer = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            works = probe.waitFor(30, TimeUnit.SECONDS) && answer.strip().endsWith("ok");
        } catch (IOException noTclsh) {
            works = false;
        }
        assumeTrue(works, "SKIPPED: no Tcl member: install tclsh with tcl-udp (Debian: tcl tcl-udp)");
    }

    /** Joins on the host with this hid. */
    static TclMember join(TestNetwork network, String hid, String tags) throws IOException {
        Path script = Files.createTempFile("wire-member", ".tcl");
        try (InputStream resource = TclMember.class.getResourceAsStream("/tcl/wire-member.tcl")) {
            assertThat(resource).isNotNull();
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = new ProcessBuilder(
                        "tclsh", script.toString(), network.address(), String.valueOf(network.port()), hid, tags)
                .redirectErrorStream(true)
                .start();
        return new TclMember(process, script);
    }

    /** What it printed so far, errors too. */
    List<String> said() {
        return said;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(said::add);
        } catch (IOException closed) {
            said.add("output closed: " + closed.getMessage());
        }
    }

    /** The end of its input makes it leave. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Files.delete(script);
    }
}
