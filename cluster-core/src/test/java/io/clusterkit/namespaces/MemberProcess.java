package io.clusterkit.namespaces;

import io.clusterkit.TestNetwork;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link MemberMain} in a namespace. */
final class MemberProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> history = new ArrayList<>();
    private final String hid;

    private MemberProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "member-process-output");
        reader.setDaemon(true);
        reader.start();
        hid = await("READY");
    }

    static MemberProcess start(NetworkNamespace where, TestNetwork network, int remote, String tag, Path sockets)
            throws IOException {
        List<String> command = new ArrayList<>(where.exec());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(MemberMain.class.getName());
        command.addAll(List.of(
                network.group(), String.valueOf(network.port()), String.valueOf(remote), tag, sockets.toString()));
        return new MemberProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    String hid() {
        return hid;
    }

    void command(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException ended) {
            throw new AssertionError("the member ended; it said " + history, ended);
        }
    }

    /** Says a command and gives the rest of the line that answers it. */
    String ask(String line, String answer) {
        command(line);
        return await(answer);
    }

    /** The rest of the next line that begins with this word; lines before it are skipped. */
    String await(String word) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                @Nullable String line = lines.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new AssertionError("no " + word + " within " + PATIENCE + "; it said " + history);
                }
                history.add(line);
                if (line.startsWith(word + " ")) {
                    return line.substring(word.length() + 1);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Whether it said a line that begins so, up to now. */
    boolean said(String start) {
        lines.drainTo(history);
        return history.stream().anyMatch(line -> line.startsWith(start));
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            lines.add("output closed: " + closed.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close(); // it leaves then
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException ended) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
