package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MultiplexerLimitsTest {
    private final SteppedTime time = new SteppedTime();

    @Test
    void noMoreClientsThanAllowed() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local().maxClients(2).start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer);
                TestClient third = TestClient.dial(multiplexer)) {
            third.expectClosed();
            assertThat(multiplexer.stats().denied()).isEqualTo(1);
            first.vanish();
            eventually(() -> multiplexer.stats().clients() == 1);
            try (TestClient fourth = TestClient.join(multiplexer)) {
                fourth.send("in");
                second.expect("in");
            }
        }
    }

    @Test
    void noMoreClientsFromOneAddressThanAllowed() throws IOException {
        try (Multiplexer multiplexer =
                        Multiplexers.local().maxClientsPerAddress(1).start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.dial(multiplexer)) {
            second.expectClosed();
            first.vanish();
            eventually(() -> multiplexer.stats().clients() == 0);
            TestClient.join(multiplexer).close();
        }
    }

    @Test
    void anAddressMayNotConnectMoreOftenThanAllowed() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                        .time(time)
                        .connectRatePerAddress(2, Duration.ofSeconds(2))
                        .start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer);
                TestClient third = TestClient.dial(multiplexer)) {
            third.expectClosed();
            time.advance(Duration.ofSeconds(1));
            eventually(
                    () -> { // the round that denied the third may not be over
                        try (TestClient fourth = TestClient.dial(multiplexer)) {
                            fourth.send("in");
                        }
                        return multiplexer.stats().accepted() == 3;
                    });
            first.expect("in");
            second.expect("in");
        }
    }

    @Test
    void anIdleClientIsClosedAtItsTimeAndNotBefore() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                        .time(time)
                        .idleTimeout(Duration.ofMinutes(5))
                        .start();
                TestClient early = TestClient.join(multiplexer)) {
            time.advance(Duration.ofMinutes(2));
            multiplexer.wakeUp();
            try (TestClient late = TestClient.join(multiplexer)) {
                time.advance(Duration.ofMinutes(3).minusNanos(1));
                multiplexer.wakeUp();
                try (TestClient witness = TestClient.join(multiplexer)) { // a round has passed
                    assertThat(multiplexer.stats().idleClosed()).isZero();
                    time.advance(Duration.ofNanos(1));
                    multiplexer.wakeUp();
                    early.expectClosed();
                    witness.send("I am not idle, and who receives is not");
                    late.expect("I am not idle, and who receives is not");
                    time.advance(Duration.ofMinutes(5).minusNanos(1));
                    multiplexer.wakeUp();
                    late.send("right");
                    witness.expect("right");
                    assertThat(multiplexer.stats().idleClosed()).isEqualTo(1);
                }
            }
        }
    }
}
