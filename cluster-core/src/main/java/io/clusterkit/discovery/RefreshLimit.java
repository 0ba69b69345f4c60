package io.clusterkit.discovery;

import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How often a protocol is opened anew because others report that it failed: many reports of one trouble are one
 * reason. Owner: control loop.
 */
final class RefreshLimit {
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final TimeSource time;
    private final Map<String, Long> lastNanos = new HashMap<>();

    RefreshLimit(TimeSource time) {
        this.time = time;
    }

    boolean admits(String protocol) {
        long now = time.nanoTime();
        Long last = lastNanos.get(protocol);
        if (last != null && now - last < INTERVAL.toNanos()) {
            return false;
        }
        lastNanos.put(protocol, now);
        return true;
    }
}
