package io.clusterkit.multiplexer;

import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still until a test moves it. */
final class SteppedTime implements TimeSource {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    void advance(Duration step) {
        nanos.addAndGet(step.toNanos());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }
}
