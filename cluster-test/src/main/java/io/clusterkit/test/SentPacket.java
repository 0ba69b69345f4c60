package io.clusterkit.test;

import io.clusterkit.packet.Packet;
import java.time.Instant;

/**
 * A packet that a member has given to the network; whether it arrives is another matter.
 *
 * @param at when, in the time of the cluster
 * @param protocol by which: {@code u}, {@code t} or {@code c}
 * @param packet what was in it
 */
public record SentPacket(Instant at, String protocol, Packet packet) {}
