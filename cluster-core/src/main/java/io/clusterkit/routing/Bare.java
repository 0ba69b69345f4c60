package io.clusterkit.routing;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.packet.Packet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A packet without its headers, for members that do not understand these. Encoded for the first of them. Thread-safe. */
final class Bare {
    private final Packet packet;
    private byte @Nullable [] frame;

    Bare(Packet withHeaders) {
        packet = withHeaders.withHeaders(Map.of());
    }

    /** What the frame takes, in bytes. */
    int length() {
        return Math.toIntExact(PacketCodec.encodedLength(packet));
    }

    synchronized byte[] frame() {
        byte[] encoded = frame;
        if (encoded == null) {
            encoded = PacketCodec.encode(packet);
            frame = encoded;
        }
        return encoded;
    }
}
