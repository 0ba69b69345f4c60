package io.clusterkit.discovery;

import io.clusterkit.member.MemberId;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Members that left a short while ago. A packet of theirs that was still on its way by another protocol must not bring
 * them back. (A member that comes back has a new sid.) Owner: control loop.
 */
final class Departed {
    static final Duration KEPT = Duration.ofSeconds(60);
    static final int MOST = 1024;

    private final TimeSource time;
    private final Map<MemberId, Long> untilNanos = new LinkedHashMap<>();

    Departed(TimeSource time) {
        this.time = time;
    }

    void add(MemberId id) {
        long now = time.nanoTime();
        untilNanos.values().removeIf(until -> until - now <= 0);
        if (untilNanos.size() >= MOST) {
            untilNanos.remove(untilNanos.keySet().iterator().next());
        }
        untilNanos.put(id, now + KEPT.toNanos());
    }

    boolean contains(MemberId id) {
        Long until = untilNanos.get(id);
        return until != null && until - time.nanoTime() > 0;
    }
}
