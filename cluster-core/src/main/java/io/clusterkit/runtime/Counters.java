package io.clusterkit.runtime;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts by name. The names are a closed set written in the code, never taken from the network, so the map stays small.
 * Thread-safe; hold on to the adder where counting is hot.
 */
public final class Counters {
    private final Map<String, LongAdder> adders = new ConcurrentHashMap<>();
    private final Map<String, List<LongAdder>> sums = new ConcurrentHashMap<>();
    private final Map<DropReason, LongAdder> dropped =
            new EnumMap<>(DropReason.class); // not changed after construction

    public Counters() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, of(DropReason.PREFIX + reason.label()));
        }
    }

    /** The adder of this name, made on first use. */
    public LongAdder of(String name) {
        return adders.computeIfAbsent(name, unused -> new LongAdder());
    }

    public void increment(String name) {
        of(name).increment();
    }

    /** From now on this name stands for the sum of these. */
    public void sum(String name, Collection<LongAdder> parts) {
        sums.put(name, List.copyOf(parts));
    }

    /** Counts a packet that was not handled. */
    public void dropped(DropReason reason) {
        Objects.requireNonNull(dropped.get(reason)).increment();
    }

    /** The count of this name, 0 if never counted. */
    public long get(String name) {
        LongAdder adder = adders.get(name);
        if (adder != null) {
            return adder.sum();
        }
        List<LongAdder> parts = sums.get(name);
        return parts == null ? 0 : total(parts);
    }

    /** All counts by name, sorted; a copy. */
    public Map<String, Long> snapshot() {
        Map<String, Long> counts = new TreeMap<>();
        adders.forEach((name, adder) -> counts.put(name, adder.sum()));
        sums.forEach((name, parts) -> counts.put(name, total(parts)));
        return counts;
    }

    private static long total(List<LongAdder> parts) {
        return parts.stream().mapToLong(LongAdder::sum).sum();
    }
}
