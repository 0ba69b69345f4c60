package io.clusterkit.routing;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.codec.PacketFrame;
import io.clusterkit.packet.Packet;
import java.util.Map;

/** A packet without its headers, for members that do not understand these. Written for the first of them. Thread-safe. */
final class Bare {
    private final PacketFrame frame;

    Bare(Packet withHeaders) {
        frame = PacketCodec.frame(withHeaders.withHeaders(Map.of()));
    }

    /** What the frame takes, in bytes. */
    int length() {
        return frame.length();
    }

    synchronized PacketFrame frame() {
        frame.bytes(); // from now on any number of threads may have it
        return frame;
    }
}
