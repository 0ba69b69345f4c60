package io.clusterkit.multiplexer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The programs in C beside the benchmark: compiled when it starts, into a directory that is deleted with it. */
final class NativePrograms implements AutoCloseable {
    private static final List<String> NAMES = List.of("epoll_relay", "relay_load");

    private final Path directory;

    private NativePrograms(Path directory) {
        this.directory = directory;
    }

    static NativePrograms compile() throws IOException, InterruptedException {
        Path sources = Path.of("src/test/c");
        if (!Files.isDirectory(sources)) {
            sources = Path.of("cluster-core/src/test/c");
        }
        NativePrograms programs = new NativePrograms(Files.createTempDirectory("multiplexer-benchmark"));
        for (String name : NAMES) {
            Process gcc = new ProcessBuilder(
                            "gcc",
                            "-O2",
                            "-Wall",
                            "-o",
                            programs.directory.resolve(name).toString(),
                            sources.resolve(name + ".c").toString())
                    .inheritIO()
                    .start();
            if (gcc.waitFor() != 0) {
                throw new IOException("gcc does not compile " + name + ".c in " + sources.toAbsolutePath());
            }
        }
        return programs;
    }

    /** Starts the relay; it ends when its input is closed. */
    Process relay() throws IOException {
        return new ProcessBuilder(directory.resolve("epoll_relay").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * Runs the load to its end.
     *
     * @return the nanoseconds it took
     */
    long load(int port, int receivers, long bytes, int chunk, long window) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                directory.resolve("relay_load").toString(),
                String.valueOf(port),
                String.valueOf(receivers),
                String.valueOf(bytes),
                String.valueOf(chunk),
                String.valueOf(window)));
        Process load = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream output = load.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!load.waitFor(60, TimeUnit.SECONDS) || load.exitValue() != 0) {
                load.destroyForcibly();
                throw new IOException("the load failed");
            }
            return Long.parseLong(text);
        }
    }

    static int portOf(Process relay) throws IOException {
        BufferedReader output = relay.inputReader(StandardCharsets.UTF_8);
        return Integer.parseInt(output.readLine());
    }

    @Override
    public void close() throws IOException {
        for (String name : NAMES) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.deleteIfExists(directory);
    }
}
