package io.clusterkit.routing;

import io.clusterkit.codec.PacketFrame;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A packet as it leaves. Belongs to one thread at a time if it is for one member, to many after {@link #share}.
 *
 * @param frame its frame, with headers if it has any
 * @param bare the packet without its headers, or null if it has none
 */
record Outgoing(PacketFrame frame, @Nullable Bare bare) {
    static Outgoing of(PacketFrame frame) {
        Packet packet = frame.packet();
        return new Outgoing(frame, packet.has(Field.HEADERS) ? new Bare(packet) : null);
    }

    Packet packet() {
        return frame.packet();
    }

    /** What it takes as a datagram: with headers no multicast. */
    int datagramLength() {
        return bare == null ? frame.length() : bare.length();
    }

    /** It is written once for all members, as there are several. */
    void share() {
        frame.bytes();
    }
}
