package io.clusterkit.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.runtime.TimeSource;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class YieldingTest {
    private final Clock clock = new Clock();

    /** Goes on by a step with each look at it: two looks for each time that others run. */
    private static final class Clock implements TimeSource {
        long step = 1_000;
        long looks;

        @Override
        public long nanoTime() {
            return ++looks * step;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }
    }

    private static long times(int count, Runnable write, Clock clock) {
        long before = clock.looks;
        IntStream.range(0, count).forEach(each -> write.run());
        return (clock.looks - before) / 2;
    }

    @Test
    void letsOthersRunEachTime() {
        Yielding yielding = new Yielding(clock);

        assertThat(times(100, () -> assertThat(yielding.letOthersRun()).isTrue(), clock))
                .isEqualTo(100);
    }

    @Test
    void whereTheProcessorIsWantedByOthersItIsLeftOffForAWhile() {
        Yielding yielding = new Yielding(clock);
        clock.step = 3_000_000;

        assertThat(yielding.letOthersRun()).isTrue();

        assertThat(times(1024, () -> assertThat(yielding.letOthersRun()).isFalse(), clock))
                .isZero();
        assertThat(yielding.letOthersRun()).isTrue();
    }

    @Test
    void whoIsAloneIsKeptFromFewOfItsWrites() {
        Company company = new Company(clock);

        assertThat(times(16 + 8 + 16 + 8 + 32, () -> write(company, 0), clock)).isEqualTo(16);
        assertThat(times(10_000, () -> write(company, 0), clock)).isBetween(100L, 150L);
    }

    @Test
    void whoWasAloneForLongFindsOutThatOthersCome() {
        Company company = new Company(clock);
        times(10_000, () -> write(company, 0), clock);

        times(1024, () -> write(company, 1), clock);

        assertThat(times(100, () -> write(company, 1), clock)).isEqualTo(100);
        times(8, () -> write(company, 0), clock);
        assertThat(times(16, () -> write(company, 0), clock)).isZero();
        assertThat(times(1, () -> write(company, 0), clock)).isEqualTo(1);
    }

    @Test
    void asLongAsOthersComeTheyAreInvited() {
        Company company = new Company(clock);
        times(100, () -> write(company, 2), clock);

        assertThat(times(100, () -> write(company, 2), clock)).isEqualTo(100);
        assertThat(times(7, () -> write(company, 0), clock)).isEqualTo(7);
        assertThat(times(100, () -> write(company, 1), clock)).isEqualTo(100);
    }

    private static void write(Company company, int others) {
        if (company.isExpected()) {
            company.invite();
            company.came(others);
        }
    }
}
