package io.clusterkit.runtime;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts by name. The names are a closed set written in the code, never taken from the network, so the map stays small.
 * Thread-safe; hold on to the adder where counting is hot.
 */
public final class Counters {
    private final Map<String, LongAdder> adders = new ConcurrentHashMap<>();

    /** The adder of this name, made on first use. */
    public LongAdder of(String name) {
        return adders.computeIfAbsent(name, unused -> new LongAdder());
    }

    public void increment(String name) {
        of(name).increment();
    }

    /** The count of this name, 0 if never counted. */
    public long get(String name) {
        LongAdder adder = adders.get(name);
        return adder == null ? 0 : adder.sum();
    }

    /** All counts by name, sorted; a copy. */
    public Map<String, Long> snapshot() {
        Map<String, Long> counts = new TreeMap<>();
        adders.forEach((name, adder) -> counts.put(name, adder.sum()));
        return counts;
    }
}
