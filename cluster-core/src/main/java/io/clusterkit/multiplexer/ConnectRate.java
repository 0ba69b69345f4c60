package io.clusterkit.multiplexer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often each address may connect: so many at once, then evenly spread over the period. Not thread-safe. */
final class ConnectRate {
    /** Addresses remembered; beyond it the one that was quiet longest is forgotten. */
    static final int MAX_ADDRESSES = 16_384;

    private final long intervalNanos;
    private final long burstNanos;

    /** For each address the moment at which all that it used is regained. */
    private final Map<String, Long> regainedAt = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    ConnectRate(int connects, Duration period) {
        intervalNanos = period.toNanos() / connects;
        burstNanos = intervalNanos * (connects - 1);
    }

    boolean admit(String address, long nowNanos) {
        long debt = Math.max(0, regainedAt.getOrDefault(address, nowNanos) - nowNanos);
        if (debt > burstNanos) {
            return false;
        }
        regainedAt.put(address, nowNanos + debt + intervalNanos);
        return true;
    }
}
