package io.clusterkit.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void readsTheKernelsList() {
        assertThat(Cores.parse("0-3,8")).containsExactly(0, 1, 2, 3, 8);
        assertThat(Cores.parse("5")).containsExactly(5);
    }

    @Test
    void pinsNothingWithoutACore() {
        assertThat(Cores.pin(-1)).isEmpty();
        assertThat(Cores.pin(3)).containsExactly("taskset", "-c", "3");
    }
}
