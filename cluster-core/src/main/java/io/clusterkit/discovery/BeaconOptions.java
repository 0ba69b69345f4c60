package io.clusterkit.discovery;

import java.time.Duration;

/**
 * The times of a beacon.
 *
 * @param heartbeat from one heartbeat to the next
 * @param ttl how long a member lives that is not heard
 */
public record BeaconOptions(Duration heartbeat, Duration ttl) {}
