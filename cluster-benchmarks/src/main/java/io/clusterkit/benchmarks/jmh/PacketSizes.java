package io.clusterkit.benchmarks.jmh;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.packet.Packet;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long a packet is.
 *
 * @param frame bytes of ours, header and trailer included
 * @param json bytes of compact JSON with the same fields
 */
public record PacketSizes(int frame, int json) {
    /** Of this packet. */
    public static PacketSizes of(Packet packet) {
        return new PacketSizes(
                PacketCodec.encode(packet).length,
                new JsonMapper().writeValueAsBytes(SamplePackets.fields(packet)).length);
    }

    /** Ours as a share of JSON's. */
    public double share() {
        return (double) frame / json;
    }
}
