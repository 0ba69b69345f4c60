package io.clusterkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import org.junit.jupiter.api.Test;

class BenchmarkOptionsTest {
    @Test
    void wantsEverythingThreeTimesByDefault() {
        BenchmarkOptions options = BenchmarkOptions.of();

        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.runs()).isOne();
        assertThat(Rows.NAMES).allMatch(options::wants);
        assertThat(options.systems()).containsExactlyInAnyOrder(SystemUnderTest.values());
    }

    @Test
    void quickIsOneRoundUnlessSaidOtherwise() {
        assertThat(BenchmarkOptions.of("--quick").rounds()).isOne();
        assertThat(BenchmarkOptions.of("--quick", "--rounds=2").rounds()).isEqualTo(2);
    }

    @Test
    void choosesRowsAndSystems() {
        BenchmarkOptions options = BenchmarkOptions.of("--rows=rtt,events", "--systems=raw-tcp,cluster-u");

        assertThat(options.wants("rtt")).isTrue();
        assertThat(options.wants("callers")).isFalse();
        assertThat(options.systems()).containsExactlyInAnyOrder(SystemUnderTest.RAW_TCP, SystemUnderTest.CLUSTER_U);
    }

    @Test
    void saysWhatThereIsInsteadOfWhatThereIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.of("--rows=latency"))
                .withMessageContaining("latency")
                .withMessageContaining("rtt");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.of("--systems=raw"))
                .withMessageContaining("raw-tcp");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.of("--rounds=0"))
                .withMessageContaining("--rounds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.of("--fast"))
                .withMessageContaining("--fast");
    }
}
