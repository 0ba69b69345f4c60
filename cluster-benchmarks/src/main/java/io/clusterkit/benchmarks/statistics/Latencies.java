package io.clusterkit.benchmarks.statistics;

import java.util.Arrays;

/** Collects times and gives their percentiles. Not thread-safe. */
public final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int count;
    private boolean sorted;

    /** Adds one. */
    public void add(long elapsedNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = elapsedNanos;
        sorted = false;
    }

    public int count() {
        return count;
    }

    /**
     * The smallest value that at least this share of all values does not exceed.
     *
     * @param share above 0, at most 1
     * @return nanoseconds
     * @throws IllegalStateException if there are no values
     */
    public long percentile(double share) {
        if (share <= 0 || share > 1) {
            throw new IllegalArgumentException("share must be above 0 and at most 1 but is " + share);
        }
        if (count == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        if (!sorted) {
            Arrays.sort(nanos, 0, count);
            sorted = true;
        }
        return nanos[(int) Math.ceil(share * count) - 1];
    }
}
