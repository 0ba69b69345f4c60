package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandlerPaceTest {
    private final HandlerPace pace = new HandlerPace();

    @Test
    void isShortAfterAsManyShortRunsInARow() {
        runs(HandlerPace.PROOF - 1);
        assertThat(pace.isShort()).isFalse();

        runs(1);
        assertThat(pace.isShort()).isTrue();
    }

    @Test
    void aLongRunTakesAllProofAway() {
        runs(10 * HandlerPace.PROOF);
        pace.took(HandlerPace.SHORT_NANOS + 1);
        assertThat(pace.isShort()).isFalse();

        runs(HandlerPace.PROOF - 1);
        assertThat(pace.isShort()).isFalse();
    }

    private void runs(int count) {
        for (int i = 0; i < count; i++) {
            pace.took(HandlerPace.SHORT_NANOS);
        }
    }
}
