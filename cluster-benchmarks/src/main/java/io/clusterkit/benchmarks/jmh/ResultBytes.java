package io.clusterkit.benchmarks.jmh;

import io.clusterkit.codec.DecodeException;
import io.clusterkit.codec.PacketCodec;
import java.util.Map;
import org.openjdk.jol.info.GraphLayout;

/** What the results of coding a heartbeat take in memory: no less can be allocated. */
public final class ResultBytes {
    private ResultBytes() {}

    /** Bytes of the frame's array, and of the packet with all that it holds. */
    public static Map<String, Double> ofHeartbeat() {
        byte[] frame = PacketCodec.encode(SamplePackets.heartbeat());
        try {
            Object packet = PacketCodec.decode(frame, 0, frame.length);
            return Map.of(
                    "encodeHeartbeat.resultBytes",
                    (double) GraphLayout.parseInstance(frame).totalSize(),
                    "decodeHeartbeat.resultBytes",
                    (double) GraphLayout.parseInstance(packet).totalSize());
        } catch (DecodeException impossible) {
            throw new IllegalStateException("our own frame can't be decoded", impossible);
        }
    }
}
