package io.clusterkit.discovery;

import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Lets the same thing be done at most once per interval. Owner: control loop. */
final class OncePerInterval<K> {
    private final TimeSource time;
    private final long intervalNanos;
    private final Map<K, Long> lastNanos = new HashMap<>();

    OncePerInterval(TimeSource time, Duration interval) {
        this.time = time;
        this.intervalNanos = interval.toNanos();
    }

    /** Whether it may be done now; then it counts as done. */
    boolean admits(K key) {
        long now = time.nanoTime();
        Long last = lastNanos.get(key);
        if (last != null && now - last < intervalNanos) {
            return false;
        }
        lastNanos.put(key, now);
        return true;
    }

    void forget(K key) {
        lastNanos.remove(key);
    }
}
