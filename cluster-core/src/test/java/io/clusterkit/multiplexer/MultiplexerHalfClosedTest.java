package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MultiplexerHalfClosedTest {
    private final List<MultiplexerClient> left = new CopyOnWriteArrayList<>();
    private final SteppedTime time = new SteppedTime();

    @Test
    void aClientThatEndedItsOutputStillReceives() throws IOException {
        try (Multiplexer multiplexer =
                        Multiplexers.local().addExitFilter(left::add).start();
                TestClient listener = TestClient.join(multiplexer);
                TestClient speaker = TestClient.join(multiplexer)) {
            listener.send("my last words");
            listener.endOutput();
            speaker.expect("my last words");
            eventually(() -> multiplexer.stats().halfClosed() == 1);
            assertThat(multiplexer.stats().clients()).isEqualTo(1);

            speaker.send("still there?");
            listener.expect("still there?");
            assertThat(left).as("it has left as a sender, once").hasSize(1);
            Multiplexers.end(multiplexer);
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void itIsClosedWhenNothingWasSentToItForItsTime() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                        .time(time)
                        .halfClosedTimeout(Duration.ofSeconds(30))
                        .start();
                TestClient listener = TestClient.join(multiplexer);
                TestClient speaker = TestClient.join(multiplexer)) {
            listener.endOutput();
            eventually(() -> multiplexer.stats().halfClosed() == 1);
            time.advance(Duration.ofSeconds(29));
            speaker.send("a sign");
            listener.expect("a sign");
            time.advance(Duration.ofSeconds(29));
            multiplexer.wakeUp();
            speaker.send("another");
            listener.expect("another");

            time.advance(Duration.ofSeconds(30));
            multiplexer.wakeUp();
            listener.expectClosed();
            eventually(() -> multiplexer.stats().halfClosed() == 0);
            assertThat(multiplexer.stats().clients()).isEqualTo(1);
        }
    }

    @Test
    void aClientThatIsGoneIsNoticedByWhatIsSentToIt() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local().start();
                TestClient gone = TestClient.join(multiplexer);
                TestClient speaker = TestClient.join(multiplexer)) {
            gone.leave();
            eventually(() -> multiplexer.stats().halfClosed() == 1);
            eventually(() -> {
                speaker.send("hello?");
                return multiplexer.stats().halfClosed() == 0;
            });
        }
    }

    @Test
    void withoutSuchTimeTheEndOfOutputIsTheEnd() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                        .halfClosedTimeout(Duration.ZERO)
                        .addExitFilter(left::add)
                        .start();
                TestClient client = TestClient.join(multiplexer)) {
            client.endOutput();
            client.expectClosed();
            eventually(() -> left.size() == 1);
        }
        assertThat(left).hasSize(1);
    }
}
