package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MultiplexerLifecycleTest {
    private static final int CYCLES = 50;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @Test
    void noThreadIsLeft() throws IOException {
        for (int i = 0; i < CYCLES; i++) {
            cycle("threads");
        }
        eventually(() -> threads("multiplexer-threads") == 0);
    }

    @Test
    void noDescriptorIsLeft() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            abort("SKIPPED: this system does not show a process its descriptors in " + DESCRIPTORS);
        }
        cycle("warm-up");
        long before = descriptors();
        for (int i = 0; i < CYCLES; i++) {
            cycle("descriptors");
        }
        // Fewer than one for each cycle: others may open files meanwhile.
        eventually(() -> descriptors() < before + CYCLES / 2);
    }

    @Test
    void aStartThatFailsLeavesNothing() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            abort("SKIPPED: this system does not show a process its descriptors in " + DESCRIPTORS);
        }
        try (Multiplexer taken = Multiplexers.local().start()) {
            long before = descriptors();
            for (int i = 0; i < CYCLES; i++) {
                try {
                    Multiplexers.local()
                            .name("failing")
                            .port(taken.port())
                            .start()
                            .close();
                } catch (IOException expected) {
                    assertThat(expected).hasMessageContaining("can't listen");
                }
            }
            eventually(() -> descriptors() < before + CYCLES / 2);
            assertThat(threads("multiplexer-failing")).isZero();
        }
    }

    private static void cycle(String name) throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local().name(name).start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            first.send("x");
            second.expect("x");
        }
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }
}
