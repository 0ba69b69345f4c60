package io.clusterkit.codec;

import io.clusterkit.packet.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A packet that is measured and not written yet: it is written where it goes, into a buffer with others, or into an array
 * of its own. Belongs to one thread at a time; to any number of them once {@link #bytes} was called.
 */
public final class PacketFrame {
    private static final byte[] NOTHING = {};

    private final Packet packet;
    private final byte[] begin;
    private final int fields;
    private final long rest;
    private final int length;
    private byte @Nullable [] bytes;

    PacketFrame(Packet packet) {
        this(packet, NOTHING, 0);
    }

    /**
     * A packet of which some fields are encoded already.
     *
     * @param begin the bytes of the first fields
     * @param fields how many these are
     */
    PacketFrame(Packet packet, byte[] begin, int fields) {
        this.packet = packet;
        this.begin = begin;
        this.fields = fields;
        this.rest = PacketWriter.measure(packet, fields);
        this.length = PacketWriter.length(begin, rest);
    }

    /** What is written. */
    public Packet packet() {
        return packet;
    }

    /** The bytes it takes. */
    public int length() {
        return length;
    }

    /** The whole frame, written once; read only. */
    public byte[] bytes() {
        byte[] written = bytes;
        if (written == null) {
            written = new byte[length];
            PacketWriter.write(packet, begin, fields, rest, written, 0);
            bytes = written;
        }
        return written;
    }

    /**
     * Writes the frame.
     *
     * @throws IndexOutOfBoundsException if there are fewer than {@link #length} bytes from {@code at} on
     */
    public void writeTo(byte[] to, int at) {
        byte[] written = bytes;
        if (written == null) {
            PacketWriter.write(packet, begin, fields, rest, to, at);
        } else {
            System.arraycopy(written, 0, to, at, length);
        }
    }
}
