package io.clusterkit.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Says a repeated trouble once per interval, with how often it happened since. Thread-safe. */
public final class RateLimitedLog {
    private final Logger logger;
    private final TimeSource time;
    private final long intervalNanos;
    private final AtomicLong suppressed = new AtomicLong();
    private final AtomicLong nextAllowed;

    public RateLimitedLog(Logger logger, TimeSource time, Duration interval) {
        this.logger = logger;
        this.time = time;
        this.intervalNanos = interval.toNanos();
        this.nextAllowed = new AtomicLong(time.nanoTime());
    }

    /** Logs the message with its cause, or counts it as suppressed. */
    public void warn(String message, Throwable cause) {
        long count = admit();
        if (count >= 0) {
            logger.warn("{}{}", message, since(count), cause);
        }
    }

    /** Logs the message, or counts it as suppressed. */
    public void warn(String message) {
        long count = admit();
        if (count >= 0) {
            logger.warn("{}{}", message, since(count));
        }
    }

    /** How many were suppressed since the last one said, or -1 if this one is suppressed too. */
    private long admit() {
        long now = time.nanoTime();
        long allowed = nextAllowed.get();
        if (now - allowed < 0 || !nextAllowed.compareAndSet(allowed, now + intervalNanos)) {
            suppressed.incrementAndGet();
            return -1;
        }
        return suppressed.getAndSet(0);
    }

    private static String since(long count) {
        return count == 0 ? "" : " (and " + count + " more since the last such message)";
    }
}
