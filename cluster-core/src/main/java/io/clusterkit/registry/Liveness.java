package io.clusterkit.registry;

/**
 * When a member counts as gone. Pure: all moments are nanoseconds of one time source, given by the caller.
 *
 * <p>A member lives {@code ttl} from when it was last heard. One that somebody could not reach is asked to show itself,
 * and its remaining life is cut to what is allowed for that, unless it was heard a moment ago (tcl-cluster 1.1.8,
 * service.tcl {@code expected}).
 */
public final class Liveness {
    private Liveness() {}

    /** Whether a member last heard at {@code heardNanos} is gone now. */
    public static boolean isExpired(long nowNanos, long heardNanos, long ttlNanos) {
        return nowNanos - heardNanos > ttlNanos;
    }

    /** Whether a member last heard at {@code heardNanos} needs no proof of life. */
    public static boolean isFresh(long nowNanos, long heardNanos, long freshNanos) {
        return nowNanos - heardNanos < freshNanos;
    }

    /** From when its time to live must count, so that a member lives at most {@code withinNanos} from now. */
    public static long shortened(long nowNanos, long heardNanos, long ttlNanos, long withinNanos) {
        long shortened = nowNanos - ttlNanos + withinNanos;
        return shortened - heardNanos < 0 ? shortened : heardNanos;
    }
}
