package io.clusterkit.packet;

/**
 * The channels every member is on. Others are joined and left at will.
 */
public final class Channels {
    /** Heard by all. */
    public static final long BROADCAST = 0;
    /** Accepted only from members on the same host. */
    public static final long SYSTEM = 1;
    /** Meant for the local network; accepted only from members on the same host, as the original does. */
    public static final long LAN = 2;

    private Channels() {}

    /** Whether the channel belongs to every member and can't be left. */
    public static boolean isFixed(long channel) {
        return channel >= BROADCAST && channel <= LAN;
    }
}
