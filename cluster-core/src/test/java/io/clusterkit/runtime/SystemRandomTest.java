package io.clusterkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemRandomTest {
    private static final int MANY = 10_000;

    @Test
    void eachNumberIsAnother() {
        assertAllDiffer(new SystemRandom());
    }

    @Test
    void withoutTheSystemsFileEachNumberIsAnotherToo(@TempDir Path directory) {
        assertAllDiffer(new SystemRandom(directory.resolve("none").toString()));
    }

    @Test
    void aFileThatEndsIsNotReadAgain(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("short"), new byte[300]);
        SystemRandom random = new SystemRandom(file.toString());
        for (int i = 0; i < 256 / Long.BYTES; i++) {
            assertThat(random.nextLong()).isZero();
        }

        assertAllDiffer(random);
    }

    @Test
    void bitsAreSetAsOftenAsNot() {
        SystemRandom random = new SystemRandom();
        int[] set = new int[Long.SIZE];
        for (int i = 0; i < MANY; i++) {
            long value = random.nextLong();
            for (int bit = 0; bit < Long.SIZE; bit++) {
                set[bit] += (int) ((value >>> bit) & 1);
            }
        }

        // ten standard deviations: that never happens
        assertThat(Arrays.stream(set).boxed().toList()).allMatch(count -> Math.abs(count - MANY / 2) < 500);
    }

    private static void assertAllDiffer(SystemRandom random) {
        Set<Long> drawn = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            drawn.add(random.nextLong());
        }
        assertThat(drawn).hasSize(MANY);
    }
}
