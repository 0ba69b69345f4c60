package io.clusterkit.codec;

import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;

/**
 * The fault of the original's decoder (bpacket 1.3.2, {@code decode::varint}): it drops any {@code C0 8D} before it
 * reads a varint, so that it loses the first two bytes of one that begins with them.
 */
final class OriginalFault {
    /** {@code C0 8D} as the two lowest groups, both with more to follow. */
    private static final long MISREAD_LOW_GROUPS = 0x40 | (0x0D << 7);

    private static final long LOW_GROUPS_MASK = (1 << 14) - 1;
    private static final long MIN_MISREAD = MISREAD_LOW_GROUPS + LOW_GROUPS_MASK + 1;

    /** No char takes more than three bytes (a pair of two takes four). */
    private static final int MAX_BYTES_PER_CHAR = 3;

    private OriginalFault() {}

    /** Whether the encoding of this value begins with {@code C0 8D}: 1728 + k * 16384 with k of at least 1. */
    static boolean hits(long value) {
        return (value & LOW_GROUPS_MASK) == MISREAD_LOW_GROUPS && value >= MIN_MISREAD;
    }

    /** Whether it hits any varint of the packet's body. */
    static boolean hitsIn(Packet packet) {
        for (int i = 0, n = packet.fieldCount(); i < n; i++) {
            if (hitsIn(packet, packet.fieldAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hitsIn(Packet packet, Field field) {
        return switch (field.encoding()) {
            case VARINT -> hits(FieldValues.number(packet, field));
            case BOOLEAN -> false;
            case STRING -> hitsLength(FieldValues.text(packet, field));
            case RAW -> hits(FieldValues.raw(packet).length);
            case LIST -> hitsIn(FieldValues.list(packet, field));
        };
    }

    private static boolean hitsIn(Iterable<String> list) {
        long count = 0;
        for (String element : list) {
            if (hitsLength(element)) {
                return true;
            }
            count++;
        }
        return hits(count);
    }

    private static boolean hitsLength(String text) {
        // Short text need not be measured.
        return (long) text.length() * MAX_BYTES_PER_CHAR >= MIN_MISREAD && hits(Utf8.length(text));
    }
}
