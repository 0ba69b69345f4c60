package io.clusterkit.codec;

import io.clusterkit.packet.Packet;
import java.util.Objects;

/**
 * One packet to bytes and back, as bpacket 1.3.2 writes it:
 *
 * <pre>
 * frame  = C0 8D | varint body-length | body | 00 00
 * body   = field*            in the order the sender chose, none twice
 * field  = varint id | value
 * value  = varint            unsigned LEB128
 *        | boolean           one byte, 0 is false; any other is true, as for the original
 *        | string            varint byte length | UTF-8
 *        | raw               varint byte length | bytes
 *        | list              varint count | string*
 * </pre>
 *
 * <p>Decoding is total: any bytes give a packet or a {@link DecodeException}, and nothing is allocated for what is
 * declared but not there. Bytes of a string that are not UTF-8 become U+FFFD, since an original may send bytes that are
 * no characters. Encoding keeps the order of the fields.
 */
public final class PacketCodec {
    /**
     * The largest frame taken from a stream unless configured otherwise. The original has no limit; ours keeps one
     * connection from claiming the heap.
     */
    public static final int DEFAULT_MAX_FRAME_BYTES = 4 * 1024 * 1024;

    /**
     * The longest list taken. The original has no limit; lists are protocols, tags and the members of a filter, and
     * elements of one byte would otherwise take many times the frame's size in memory.
     */
    public static final int MAX_LIST_ELEMENTS = 65_536;

    private PacketCodec() {}

    /**
     * The whole frame.
     *
     * <p>If the body's length is one that originals misread (see {@link #misreadByOriginals}), the first field's id is
     * written with two bytes instead of one: the same packet with another length.
     *
     * @throws IllegalArgumentException if the frame does not fit in an array
     */
    public static byte[] encode(Packet packet) {
        return PacketWriter.frame(packet);
    }

    /** As {@link #encode}, to be written later. */
    public static PacketFrame frame(Packet packet) {
        return new PacketFrame(packet);
    }

    /** The bytes that {@link #encode} takes for this packet, without writing them. */
    public static long encodedLength(Packet packet) {
        return PacketWriter.frameLength(packet);
    }

    /**
     * The packet of exactly one whole frame.
     *
     * @throws DecodeException if the bytes are not one whole frame of one packet
     */
    public static Packet decode(byte[] from, int offset, int length) throws DecodeException {
        Objects.checkFromIndexSize(offset, length, from.length);
        int end = offset + length;
        int lengthAt = offset + Frame.HEADER_BYTES;
        if (!Frame.mayBeginAt(from, offset, end)) {
            throw new DecodeException(DecodeError.BAD_HEADER, "a frame begins with C0 8D");
        }
        long bodyBytes = Varint.read(from, lengthAt, end);
        if (bodyBytes == Varint.OVERFLOW) {
            throw new DecodeException(DecodeError.VARINT_OVERFLOW, "the body's length has too many bytes");
        }
        if (bodyBytes == Varint.INCOMPLETE) {
            throw new DecodeException(DecodeError.TRUNCATED, length + " bytes hold no body length");
        }
        int bodyAt = lengthAt + Varint.encodedLength(from, lengthAt);
        int room = end - bodyAt - Frame.TRAILER_BYTES;
        if (bodyBytes > room) {
            throw new DecodeException(DecodeError.TRUNCATED, "a body of " + bodyBytes + " bytes has room for " + room);
        }
        int trailerAt = bodyAt + (int) bodyBytes;
        if (!Frame.hasTrailer(from, trailerAt)) {
            throw new DecodeException(DecodeError.BAD_TRAILER, "a body of " + bodyBytes + " bytes ends without 00 00");
        }
        if (bodyBytes < room) {
            throw new DecodeException(DecodeError.TRAILING_BYTES, (room - bodyBytes) + " bytes follow the frame");
        }
        return PacketReader.body(from, bodyAt, trailerAt);
    }

    /**
     * The packet of a body, without header, length and trailer.
     *
     * @throws DecodeException if the bytes are not a body
     */
    public static Packet decodeBody(byte[] from, int offset, int length) throws DecodeException {
        Objects.checkFromIndexSize(offset, length, from.length);
        return PacketReader.body(from, offset, offset + length);
    }

    /**
     * Whether an original member would misread the packet. Before it reads a varint it drops any {@code C0 8D}, so it
     * loses the beginning of a number, length or count of 1728 + k * 16384, k of at least 1 (18112, 34496, ...). Such a
     * value can't be written otherwise; the sender may choose another one, say by a space at the end of a Tcl list. The
     * body's length is not meant: {@link #encode} avoids it.
     */
    public static boolean misreadByOriginals(Packet packet) {
        return OriginalFault.hitsIn(packet);
    }

    /** As {@link #misreadByOriginals(Packet)}, for one number: a channel, or the length of a text. */
    public static boolean misreadByOriginals(long value) {
        return OriginalFault.hits(value);
    }
}
