package io.clusterkit.routing;

import io.clusterkit.member.MemberId;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which protocols failed lately for which member. A failed one is postponed, not removed: it is tried again when its
 * time has come, or when nothing else is left (after OkHttp's {@code RouteDatabase}). Thread-safe.
 */
public final class RouteHealth {
    /**
     * How long a protocol is postponed after its first failure; doubled with each one after that time. Failures within
     * it, say of all frames that waited for one connection, are the same trouble.
     */
    private final long firstPauseNanos;

    private final long longestPauseNanos;
    private final TimeSource time;
    private final Map<Route, Pause> pauses = new ConcurrentHashMap<>();

    public RouteHealth(TimeSource time) {
        this(time, RoutingOptions.DEFAULT_RETRY_DELAY, RoutingOptions.DEFAULT_MAX_RETRY_DELAY);
    }

    /**
     * No failures yet.
     *
     * @param firstPause how long a protocol is postponed after its first failure
     * @param longestPause how long at most, unless the first is longer
     */
    public RouteHealth(TimeSource time, Duration firstPause, Duration longestPause) {
        this.time = time;
        this.firstPauseNanos = firstPause.toNanos();
        this.longestPauseNanos = Math.max(firstPauseNanos, longestPause.toNanos());
    }

    public void failed(MemberId member, String protocol) {
        pauses.compute(new Route(member, protocol), (route, before) -> after(before, time.nanoTime()));
    }

    public void worked(MemberId member, String protocol) {
        if (!pauses.isEmpty()) {
            pauses.remove(new Route(member, protocol));
        }
    }

    /** Whether no protocol failed lately for anybody. */
    boolean isClear() {
        return pauses.isEmpty();
    }

    /** Whether the protocol failed so lately that others are to be tried first. */
    public boolean isPostponed(MemberId member, String protocol) {
        if (pauses.isEmpty()) {
            return false;
        }
        Pause pause = pauses.get(new Route(member, protocol));
        return pause != null && time.nanoTime() - pause.untilNanos < 0;
    }

    public void forget(MemberId member) {
        long now = time.nanoTime();
        // A failure that was reported after its member had gone would stay for ever: old ones go, too.
        pauses.entrySet()
                .removeIf(pause ->
                        pause.getKey().member.equals(member) || now - pause.getValue().untilNanos > longestPauseNanos);
    }

    private Pause after(@Nullable Pause before, long now) {
        if (before != null && now - before.untilNanos < 0) {
            return before;
        }
        long nanos = before == null ? firstPauseNanos : Math.min(before.nanos * 2, longestPauseNanos);
        return new Pause(nanos, now + nanos);
    }

    private record Route(MemberId member, String protocol) {}

    private record Pause(long nanos, long untilNanos) {}
}
