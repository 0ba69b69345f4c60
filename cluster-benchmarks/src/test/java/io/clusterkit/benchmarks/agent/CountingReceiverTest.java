package io.clusterkit.benchmarks.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountingReceiverTest {
    private final CountingReceiver receiver = new CountingReceiver();

    private void told(long... numbers) {
        for (long number : numbers) {
            byte[] event = new byte[8];
            CountingReceiver.number(event, number);
            receiver.told(event, 0);
        }
    }

    @Test
    void countsWhatComesOutOfOrderAndTwice() {
        told(0, 1, 3, 2, 4, 4);

        assertThat(receiver.received()).isEqualTo(6);
        assertThat(receiver.disordered()).isEqualTo(2);
    }

    @Test
    void aGapIsNoDisorder() {
        told(0, 5, 6);

        assertThat(receiver.disordered()).isZero();
    }

    @Test
    void beginsAnew() {
        told(7);
        receiver.reset();
        told(0);

        assertThat(receiver.received()).isOne();
        assertThat(receiver.disordered()).isZero();
    }
}
