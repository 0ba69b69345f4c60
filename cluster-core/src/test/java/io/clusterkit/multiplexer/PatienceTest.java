package io.clusterkit.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = new Patience(1000, 100);

    @Test
    void isUsedUpAfterItsFullTimeAndNotBefore() {
        assertThat(patience.use(999)).isFalse();
        assertThat(patience.use(1)).isTrue();
        assertThat(patience.mayHold()).isFalse();
    }

    @Test
    void aFullBufferTakenGivesAFullMeasureAndNeverMore() {
        patience.use(5000);
        patience.regain(50);
        assertThat(patience.leftNanos()).isEqualTo(500);
        patience.regain(1_000_000_000);
        assertThat(patience.leftNanos()).isEqualTo(1000);
    }

    @Test
    void crumbsAreNotEnoughToHold() {
        patience.use(1000);
        patience.regain(12);
        assertThat(patience.mayHold()).isFalse();
        patience.regain(1);
        assertThat(patience.mayHold()).isTrue();
    }

    @Test
    void withoutPatienceNobodyIsEverWaitedFor() {
        Patience none = new Patience(0, 100);
        none.regain(1000);
        assertThat(none.mayHold()).isFalse();
    }
}
