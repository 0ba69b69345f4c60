package io.clusterkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnsBeforeSleepTest {
    private long now;
    private long step = 1_000;
    private int looks;
    private final TurnsBeforeSleep turns = new TurnsBeforeSleep(() -> now += step);

    private int looksWhen(int doneAt) {
        looks = 0;
        turns.letOthersRun(() -> ++looks >= doneAt);
        return looks;
    }

    @Test
    void aCallerThatHasItsAnswerLetsNobodyRunAnyMore() {
        assertThat(looksWhen(1)).isEqualTo(1);
        assertThat(looksWhen(3)).isEqualTo(3);
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedFor() {
        assertThat(looksWhen(100)).isEqualTo(4);
    }

    @Test
    void whereItIsInVainItIsLeftOffForAWhile() {
        for (int i = 0; i < 64; i++) {
            assertThat(looksWhen(100)).isEqualTo(4);
        }
        for (int i = 0; i < 1024; i++) {
            assertThat(looksWhen(1)).isZero();
        }
        assertThat(looksWhen(1)).isEqualTo(1);
    }

    @Test
    void whereItIsMostlyWorthItItIsNotLeftOff() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(looksWhen(i % 3 == 0 ? 100 : 2)).isPositive();
        }
    }

    @Test
    void whereOthersComputeItIsLeftOffForAWhile() {
        step = 1_100_000;
        assertThat(looksWhen(1)).isEqualTo(1);
        step = 1_000;

        for (int i = 0; i < 1024; i++) {
            assertThat(looksWhen(1)).isZero();
        }
        assertThat(looksWhen(1)).isEqualTo(1);
    }
}
