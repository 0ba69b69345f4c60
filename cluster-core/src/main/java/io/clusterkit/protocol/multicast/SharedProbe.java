package io.clusterkit.protocol.multicast;

import io.clusterkit.runtime.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether a group is heard on an interface, as the members of this JVM find out together: of those that start at once
 * one probes, and the others take its answer. Each beacon is received by all of them; 100 members that each sent their
 * own made 72,000 receptions of it, half the work of finding each other, and kept the machine so busy that some took
 * the interface for a deaf one. Thread-safe.
 */
final class SharedProbe {
    /** How long an answer counts: interfaces change. */
    private static final Duration VALID = Duration.ofSeconds(1);

    /** By group, port and interface: a list, since a record's hash code is made at run time, for 8 ms of the first join. */
    private static final Map<List<Object>, SharedProbe> PROBES = new ConcurrentHashMap<>();

    private final ReentrantLock probing = new ReentrantLock();
    private volatile @Nullable Answer last;

    private SharedProbe() {}

    private record Answer(boolean heard, long atNanos) {
        boolean isFresh() {
            return now() - atNanos < VALID.toNanos();
        }
    }

    /** What sends a beacon and waits for it. */
    interface Probe {
        boolean hearsItself(Duration patience) throws IOException;
    }

    /**
     * The answer of a moment ago, or else that of this probe; blocks while another one probes.
     *
     * @param patience of a probe
     * @param forMany patience of a second one, before many take it for granted that nothing is heard
     */
    static boolean ask(MulticastOptions options, String interfaceName, Duration patience, Duration forMany, Probe probe)
            throws IOException {
        PROBES.values().removeIf(SharedProbe::isForgotten);
        List<Object> place = List.of(options.group(), options.port(), interfaceName);
        return PROBES.computeIfAbsent(place, unused -> new SharedProbe()).ask(patience, forMany, probe);
    }

    private boolean ask(Duration patience, Duration forMany, Probe probe) throws IOException {
        Answer fresh = fresh();
        if (fresh != null) {
            return fresh.heard;
        }
        probing.lock();
        try {
            fresh = fresh();
            if (fresh != null) {
                return fresh.heard;
            }
            boolean heard = probe.hearsItself(patience) || (probing.hasQueuedThreads() && probe.hearsItself(forMany));
            last = new Answer(heard, now());
            return heard;
        } finally {
            probing.unlock();
        }
    }

    private @Nullable Answer fresh() {
        Answer answer = last;
        return answer != null && answer.isFresh() ? answer : null;
    }

    private boolean isForgotten() {
        Answer answer = last;
        return answer != null && !answer.isFresh() && !probing.isLocked();
    }

    private static long now() {
        return TimeSource.system().nanoTime();
    }
}
