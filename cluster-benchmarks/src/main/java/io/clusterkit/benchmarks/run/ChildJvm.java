package io.clusterkit.benchmarks.run;

import io.clusterkit.benchmarks.agent.Agent;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A JVM that serves commands, see {@link Agent}. */
final class ChildJvm implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long END_SECONDS = 20;

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader replies;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.replies = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts one.
     *
     * @param prefix of the command line, as {@code taskset -c 0}
     * @param options of the JVM
     */
    static ChildJvm start(Path logs, List<String> prefix, List<String> options) throws IOException {
        Files.createDirectories(logs);
        Path log = logs.resolve("jvm-" + COUNT.incrementAndGet() + ".log");
        List<String> command = new ArrayList<>(prefix);
        command.add(java());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Agent.class.getName()));
        return new ChildJvm(
                new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    long pid() {
        return process.pid();
    }

    /** Runs a command and waits for its figures. */
    Map<String, Double> run(String command) throws IOException {
        begin(command);
        return end(command);
    }

    /** Lets a command begin; {@link #end} waits for it. */
    void begin(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
    }

    Map<String, Double> end(String command) throws IOException {
        String reply = replies.readLine();
        if (reply == null) {
            throw new IOException("the JVM ended during \"" + command + "\"; see " + log);
        }
        if (!reply.startsWith("OK")) {
            throw new IOException(reply + " in \"" + command + "\"; see " + log);
        }
        Map<String, Double> figures = new HashMap<>();
        for (String word : reply.substring(2).strip().split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                figures.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
            }
        }
        return figures;
    }

    /** Ends it: its input closes; if that is not enough, by force. */
    @Override
    public void close() throws IOException {
        try {
            commands.close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        replies.close();
    }
}
