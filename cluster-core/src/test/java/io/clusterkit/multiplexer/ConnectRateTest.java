package io.clusterkit.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectRateTest {
    private final ConnectRate rate = new ConnectRate(4, Duration.ofNanos(400));

    @Test
    void allowsABurstAndThenAnEvenFlow() {
        for (int i = 0; i < 4; i++) {
            assertThat(rate.admit("a", 1000)).isTrue();
        }
        assertThat(rate.admit("a", 1099)).isFalse();
        assertThat(rate.admit("a", 1100)).isTrue();
        assertThat(rate.admit("a", 1100)).isFalse();
    }

    @Test
    void regainsNoMoreThanOneBurst() {
        assertThat(rate.admit("a", 0)).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(rate.admit("a", 1_000_000)).isTrue();
        }
        assertThat(rate.admit("a", 1_000_000)).isFalse();
    }

    @Test
    void addressesDoNotMix() {
        for (int i = 0; i < 5; i++) {
            rate.admit("a", 0);
        }
        assertThat(rate.admit("b", 0)).isTrue();
    }

    @Test
    void theAddressThatWasQuietLongestIsForgottenFirst() {
        useUp("quiet");
        useUp("louder");
        for (int i = 2; i <= ConnectRate.MAX_ADDRESSES; i++) {
            rate.admit("address " + i, 0);
        }
        assertThat(rate.admit("louder", 0)).isFalse();
        assertThat(rate.admit("quiet", 0)).isTrue();
    }

    private void useUp(String address) {
        for (int i = 0; i < 4; i++) {
            rate.admit(address, 0);
        }
    }
}
