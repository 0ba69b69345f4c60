package io.clusterkit.routing;

import java.time.Duration;
import java.util.List;

/**
 * How a member sends unless a call says otherwise.
 *
 * @param protocols only these, in this order; empty for each receiver's own, in its order
 * @param multicastFallback whether multicast may be used when nothing else reaches a member; with {@code protocols} it
 *     is used if it is among them
 * @param multicastAbove an event for more receivers than this is multicast once, if it fits a datagram and has no headers
 *     that one of them understands
 * @param reports whether a member is told of protocols that failed, and the cluster of a member that can't be reached
 * @param retryDelay how long a protocol that failed is put behind the others; doubled with each further failure
 * @param maxRetryDelay what the doubling ends at; without effect if it is shorter than {@code retryDelay}
 */
public record RoutingOptions(
        List<String> protocols,
        boolean multicastFallback,
        int multicastAbove,
        boolean reports,
        Duration retryDelay,
        Duration maxRetryDelay) {

    /** More receivers than this are told by one multicast (tcl-cluster 1.1.8, {@code send}). */
    public static final int DEFAULT_MULTICAST_ABOVE = 3;

    public static final Duration DEFAULT_RETRY_DELAY = Duration.ofSeconds(1);
    public static final Duration DEFAULT_MAX_RETRY_DELAY = Duration.ofSeconds(60);

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    public RoutingOptions {
        protocols = List.copyOf(protocols);
        if (multicastAbove < 0) {
            throw new IllegalArgumentException(
                    "option multicastAbove is " + multicastAbove + ", allowed is 0 to " + Integer.MAX_VALUE);
        }
        check("retryDelay", retryDelay);
        check("maxRetryDelay", maxRetryDelay);
    }

    /** The defaults, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    public static RoutingOptions defaults() {
        return builder().build();
    }

    /** For one packet. */
    public SendOptions sendOptions() {
        return new SendOptions(protocols, multicastFallback || !protocols.isEmpty(), reports);
    }

    /** Whether an event for so many receivers is multicast once, rather than sent to each. */
    public boolean isMany(int receivers, String multicast) {
        return receivers > multicastAbove && (protocols.isEmpty() || protocols.contains(multicast));
    }

    private static void check(String option, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "option " + option + " is " + value + ", allowed is " + SHORTEST + " to " + LONGEST);
        }
    }

    /** Collects options; they are checked when built. Not thread-safe. */
    public static final class Builder {
        private List<String> protocols = List.of();
        private boolean multicastFallback = true;
        private int multicastAbove = DEFAULT_MULTICAST_ABOVE;
        private boolean reports = true;
        private Duration retryDelay = DEFAULT_RETRY_DELAY;
        private Duration maxRetryDelay = DEFAULT_MAX_RETRY_DELAY;

        private Builder() {}

        /** Ids of the protocols to use, in this order; default none: each receiver's own, in its order. */
        public Builder protocols(String... ids) {
            protocols = List.of(ids);
            return this;
        }

        /** Whether multicast is the last resort; default true. */
        public Builder multicastFallback(boolean value) {
            multicastFallback = value;
            return this;
        }

        /** An event for more receivers than this is multicast once, at least 0; default 3. */
        public Builder multicastAbove(int receivers) {
            multicastAbove = receivers;
            return this;
        }

        /** Whether failures are reported to other members; default true. */
        public Builder reports(boolean value) {
            reports = value;
            return this;
        }

        /** How long a protocol that failed is put behind the others at first, 1 ms to 1 day; default 1 s. */
        public Builder retryDelay(Duration value) {
            retryDelay = value;
            return this;
        }

        /** What its doubling ends at, 1 ms to 1 day; default 60 s. */
        public Builder maxRetryDelay(Duration value) {
            maxRetryDelay = value;
            return this;
        }

        public RoutingOptions build() {
            return new RoutingOptions(protocols, multicastFallback, multicastAbove, reports, retryDelay, maxRetryDelay);
        }
    }
}
