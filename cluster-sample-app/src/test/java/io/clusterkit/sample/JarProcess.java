package io.clusterkit.sample;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged sample in a JVM of its own, as {@code java -jar} starts it. */
final class JarProcess implements AutoCloseable {
    private static final Path JAR = BuildFolder.file("cluster-sample-app.jar");
    private static final Pattern ADDRESS = Pattern.compile("sample: (http://localhost:\\d+/)");

    private final Process process;
    private final Path output;

    JarProcess(List<String> arguments) throws IOException {
        output = Files.createTempFile("cluster-sample", ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Waits until it says where it is. */
    HttpSurface http() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !process.isAlive() || ADDRESS.matcher(output()).find());
        Matcher address = ADDRESS.matcher(output());
        if (!address.find()) {
            throw new IllegalStateException("the sample did not start: " + output());
        }
        return new HttpSurface(URI.create(address.group(1)));
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Asks it to end, as Ctrl-C and a service manager do. */
    void terminate() {
        process.destroy();
    }

    boolean ended() {
        return !process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(output);
    }
}
