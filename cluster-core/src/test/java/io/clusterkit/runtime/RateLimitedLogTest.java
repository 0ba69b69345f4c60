package io.clusterkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final LogRecorder recorder = new LogRecorder(RateLimitedLogTest.class);
    private final SteppedRuntime time = new SteppedRuntime(1);
    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(RateLimitedLogTest.class), time, INTERVAL);

    @AfterEach
    void stopRecording() {
        recorder.close();
    }

    @Test
    void saysTheFirstAndThenOncePerIntervalWithHowManyWereNotSaid() {
        log.warn("first");
        log.warn("second");
        time.advance(INTERVAL.minusNanos(1));
        log.warn("third", new IllegalStateException("cause"));
        assertThat(recorder.messages()).containsExactly("first");

        time.advance(Duration.ofNanos(1));
        log.warn("fourth");

        assertThat(recorder.messages()).containsExactly("first", "fourth (and 2 more since the last such message)");
    }

    @Test
    void aTroubleThatComesRarelyIsSaidEachTime() {
        log.warn("one");
        time.advance(INTERVAL);
        log.warn("two");

        assertThat(recorder.messages()).containsExactly("one", "two");
    }
}
