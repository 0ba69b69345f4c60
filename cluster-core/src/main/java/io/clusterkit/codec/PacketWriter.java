package io.clusterkit.codec;

import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import java.util.List;

/** Writes packets: measures one, and fills the frame, in an array of its own or where it belongs. Allocates nothing else. */
final class PacketWriter {
    /** Leaves room for the array's own header, as the collections of the JDK do. */
    private static final long MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    /** Ids are below 128. */
    private static final int ID_BYTES = 1;

    private static final int BOOLEAN_BYTES = 1;
    private static final int MORE = 0x80;
    private static final byte[] NOTHING = {};

    private PacketWriter() {}

    static byte[] frame(Packet packet) {
        long all = measure(packet, 0);
        byte[] out = new byte[length(NOTHING, all)];
        write(packet, NOTHING, 0, all, out, 0);
        return out;
    }

    /**
     * The bytes that a frame takes.
     *
     * @param rest what {@link #measure} says of the other fields
     */
    static int length(byte[] begin, long rest) {
        long bodyBytes = begin.length + bytes(rest);
        long frameBytes = around(OriginalFault.hits(bodyBytes) ? bodyBytes + 1 : bodyBytes);
        if (frameBytes > MAX_ARRAY_BYTES) {
            throw new IllegalArgumentException("a packet of " + frameBytes + " bytes does not fit in an array");
        }
        return (int) frameBytes;
    }

    /** Writes a whole frame into room that is large enough, and returns the place behind it. */
    static int write(Packet packet, byte[] begin, int fields, long rest, byte[] out, int frameAt) {
        long bodyBytes = begin.length + bytes(rest);
        boolean padded = OriginalFault.hits(bodyBytes);
        if (padded) {
            bodyBytes++;
        }
        int bodyAt = Varint.write(bodyBytes, out, Frame.writeHeader(out, frameAt));
        int at = padded ? bodyAt + 1 : bodyAt;
        System.arraycopy(begin, 0, out, at, begin.length);
        int end = write(packet, fields, isAscii(rest), out, at + begin.length);
        if (padded) {
            // The first id takes one byte more than it needs, which every decoder reads as the same id.
            out[bodyAt] = (byte) (out[at] | MORE);
            out[at] = 0;
        }
        return Frame.writeTrailer(out, end);
    }

    /** The bytes of the packet's first fields, as they stand in a body. */
    static byte[] beginning(Packet packet, int fields) {
        long all = 0;
        for (int i = 0; i < fields; i++) {
            all = plus(all, measure(packet, packet.fieldAt(i)));
        }
        byte[] out = new byte[Math.toIntExact(bytes(all))];
        int at = 0;
        for (int i = 0; i < fields; i++) {
            at = write(packet, packet.fieldAt(i), isAscii(all), out, at);
        }
        return out;
    }

    static long frameLength(Packet packet) {
        long bodyBytes = bytes(measure(packet, 0));
        return around(OriginalFault.hits(bodyBytes) ? bodyBytes + 1 : bodyBytes);
    }

    private static long around(long bodyBytes) {
        return Frame.HEADER_BYTES + Varint.size(bodyBytes) + bodyBytes + Frame.TRAILER_BYTES;
    }

    // What is measured is a number of bytes, inverted if not all strings are ASCII: those that are need not be looked
    // through a second time, and no object has to remember that.

    private static boolean isAscii(long measured) {
        return measured >= 0;
    }

    private static long bytes(long measured) {
        return isAscii(measured) ? measured : ~measured;
    }

    private static long plus(long one, long other) {
        long sum = bytes(one) + bytes(other);
        return isAscii(one | other) ? sum : ~sum;
    }

    /** What the fields from this one on take. */
    static long measure(Packet packet, int from) {
        long all = 0;
        for (int i = from, n = packet.fieldCount(); i < n; i++) {
            all = plus(all, measure(packet, packet.fieldAt(i)));
        }
        return all;
    }

    private static long measure(Packet packet, Field field) {
        return plus(
                ID_BYTES,
                switch (field.encoding()) {
                    case VARINT -> Varint.size(FieldValues.number(packet, field));
                    case BOOLEAN -> BOOLEAN_BYTES;
                    case STRING -> measure(FieldValues.text(packet, field));
                    case RAW -> withLength(FieldValues.raw(packet).length);
                    case LIST -> measure(FieldValues.list(packet, field));
                });
    }

    private static long measure(List<String> list) {
        long all = Varint.size(list.size());
        for (int i = 0, n = list.size(); i < n; i++) {
            all = plus(all, measure(list.get(i)));
        }
        return all;
    }

    private static long measure(String text) {
        long bytes = Utf8.length(text);
        long all = withLength(bytes);
        return bytes == text.length() ? all : ~all;
    }

    private static long withLength(long bytes) {
        return Varint.size(bytes) + bytes;
    }

    private static int write(Packet packet, int from, boolean ascii, byte[] out, int begin) {
        int at = begin;
        for (int i = from, n = packet.fieldCount(); i < n; i++) {
            at = write(packet, packet.fieldAt(i), ascii, out, at);
        }
        return at;
    }

    private static int write(Packet packet, Field field, boolean ascii, byte[] out, int at) {
        out[at] = (byte) field.id();
        int valueAt = at + ID_BYTES;
        return switch (field.encoding()) {
            case VARINT -> Varint.write(FieldValues.number(packet, field), out, valueAt);
            case BOOLEAN -> write(packet.keepalive(), out, valueAt);
            case STRING -> write(FieldValues.text(packet, field), ascii, out, valueAt);
            case RAW -> write(FieldValues.raw(packet), out, valueAt);
            case LIST -> write(FieldValues.list(packet, field), ascii, out, valueAt);
        };
    }

    private static int write(boolean value, byte[] out, int at) {
        out[at] = (byte) (value ? 1 : 0);
        return at + BOOLEAN_BYTES;
    }

    private static int write(List<String> list, boolean ascii, byte[] out, int begin) {
        int at = Varint.write(list.size(), out, begin);
        for (int i = 0, n = list.size(); i < n; i++) {
            at = write(list.get(i), ascii, out, at);
        }
        return at;
    }

    private static int write(String text, boolean ascii, byte[] out, int at) {
        if (ascii) {
            return Utf8.writeAscii(text, out, Varint.write(text.length(), out, at));
        }
        return Utf8.write(text, out, Varint.write(Utf8.length(text), out, at));
    }

    private static int write(byte[] raw, byte[] out, int begin) {
        int at = Varint.write(raw.length, out, begin);
        System.arraycopy(raw, 0, out, at, raw.length);
        return at + raw.length;
    }
}
