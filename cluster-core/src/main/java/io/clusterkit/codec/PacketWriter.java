package io.clusterkit.codec;

import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import java.util.List;

/** Writes one packet: measures it, allocates the frame once, fills it. */
final class PacketWriter {
    /** Leaves room for the array's own header, as the collections of the JDK do. */
    private static final long MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    /** Ids are below 128. */
    private static final int ID_BYTES = 1;

    private static final int BOOLEAN_BYTES = 1;

    private final Packet packet;

    /** Whether all strings are ASCII, so that their lengths need not be counted a second time. Set by measuring. */
    private boolean ascii = true;

    private byte[] out = {};
    private int at;

    private PacketWriter(Packet packet) {
        this.packet = packet;
    }

    static byte[] frame(Packet packet) {
        return new PacketWriter(packet).frame();
    }

    static long frameLength(Packet packet) {
        long bodyBytes = new PacketWriter(packet).measure();
        return around(OriginalFault.hits(bodyBytes) ? bodyBytes + 1 : bodyBytes);
    }

    private static long around(long bodyBytes) {
        return Frame.HEADER_BYTES + Varint.size(bodyBytes) + bodyBytes + Frame.TRAILER_BYTES;
    }

    private byte[] frame() {
        long bodyBytes = measure();
        boolean padded = OriginalFault.hits(bodyBytes);
        if (padded) {
            bodyBytes++;
        }
        long frameBytes = around(bodyBytes);
        if (frameBytes > MAX_ARRAY_BYTES) {
            throw new IllegalArgumentException("a packet of " + frameBytes + " bytes does not fit in an array");
        }
        out = new byte[(int) frameBytes];
        at = Frame.writeHeader(out, 0);
        at = Varint.write(bodyBytes, out, at);
        for (int i = 0, n = packet.fieldCount(); i < n; i++) {
            Field field = packet.fieldAt(i);
            writeId(field, padded && i == 0);
            write(field);
        }
        // The trailer is there already: the array came filled with zeros.
        return out;
    }

    private long measure() {
        long bytes = 0;
        for (int i = 0, n = packet.fieldCount(); i < n; i++) {
            bytes += ID_BYTES + measure(packet.fieldAt(i));
        }
        return bytes;
    }

    private long measure(Field field) {
        return switch (field.encoding()) {
            case VARINT -> Varint.size(FieldValues.number(packet, field));
            case BOOLEAN -> BOOLEAN_BYTES;
            case STRING -> measure(FieldValues.text(packet, field));
            case RAW -> withLength(FieldValues.raw(packet).length);
            case LIST -> measure(FieldValues.list(packet, field));
        };
    }

    private long measure(List<String> list) {
        long bytes = Varint.size(list.size());
        for (int i = 0, n = list.size(); i < n; i++) {
            bytes += measure(list.get(i));
        }
        return bytes;
    }

    private long measure(String text) {
        long bytes = Utf8.length(text);
        ascii &= bytes == text.length();
        return withLength(bytes);
    }

    private static long withLength(long bytes) {
        return Varint.size(bytes) + bytes;
    }

    /** Padded, an id takes one byte more than it needs, which every decoder reads as the same id. */
    private void writeId(Field field, boolean padded) {
        if (padded) {
            out[at++] = (byte) (field.id() | 0x80);
            out[at++] = 0;
        } else {
            out[at++] = (byte) field.id();
        }
    }

    private void write(Field field) {
        switch (field.encoding()) {
            case VARINT -> at = Varint.write(FieldValues.number(packet, field), out, at);
            case BOOLEAN -> out[at++] = (byte) (packet.keepalive() ? 1 : 0);
            case STRING -> write(FieldValues.text(packet, field));
            case RAW -> write(FieldValues.raw(packet));
            case LIST -> write(FieldValues.list(packet, field));
        }
    }

    private void write(List<String> list) {
        at = Varint.write(list.size(), out, at);
        for (int i = 0, n = list.size(); i < n; i++) {
            write(list.get(i));
        }
    }

    private void write(String text) {
        if (ascii) {
            at = Varint.write(text.length(), out, at);
            at = Utf8.writeAscii(text, out, at);
        } else {
            at = Varint.write(Utf8.length(text), out, at);
            at = Utf8.write(text, out, at);
        }
    }

    private void write(byte[] raw) {
        at = Varint.write(raw.length, out, at);
        System.arraycopy(raw, 0, out, at, raw.length);
        at += raw.length;
    }
}
