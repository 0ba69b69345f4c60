package io.clusterkit.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void givesTheSmallestValueThatTheShareDoesNotExceed() {
        for (long value = 100; value >= 1; value--) {
            latencies.add(value);
        }

        assertThat(latencies.percentile(0.5)).isEqualTo(50);
        assertThat(latencies.percentile(0.99)).isEqualTo(99);
        assertThat(latencies.percentile(0.999)).isEqualTo(100);
        assertThat(latencies.percentile(1)).isEqualTo(100);
        assertThat(latencies.percentile(0.001)).isEqualTo(1);
    }

    @Test
    void growsAndSortsAnewAfterMoreValues() {
        for (int i = 0; i < 100_000; i++) {
            latencies.add(5);
        }
        assertThat(latencies.percentile(1)).isEqualTo(5);

        latencies.add(1);
        assertThat(latencies.percentile(0.000_001)).isEqualTo(1);
        assertThat(latencies.count()).isEqualTo(100_001);
    }

    @Test
    void hasNoPercentileOfNothing() {
        assertThatIllegalStateException().isThrownBy(() -> latencies.percentile(0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> latencies.percentile(0));
        assertThatIllegalArgumentException().isThrownBy(() -> latencies.percentile(1.1));
    }
}
