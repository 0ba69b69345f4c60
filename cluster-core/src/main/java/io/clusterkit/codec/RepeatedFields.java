package io.clusterkit.codec;

import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is the same in one packet after the other: who speaks and for whom it is, and often all that stands before an id
 * or the payload. If the same bytes come again so does the same value, without decoding and without an allocation.
 * Belongs to one decoder.
 */
final class RepeatedFields {
    /** Longer ones are not kept: a sender must not have us keep what it likes. */
    private static final int MOST_BYTES = 256;

    /** Packets of some kinds take turns: questions and events, say, or what goes to one member and to all. */
    private static final int BEGINNINGS = 4;

    /** How many packets begin as none before until one of them is kept. */
    private static final int UNLIKE = 8;

    private static final Set<Field> OTHER_EACH_TIME = Set.copyOf(
            EnumSet.of(Field.TIMESTAMP, Field.RUID, Field.OP, Field.DATA, Field.RAW, Field.ERROR, Field.HEADERS));

    private final @Nullable Beginning[] beginnings = new Beginning[BEGINNINGS];
    private int last; // that a packet began with
    private int next; // to be replaced
    private int unlike;

    private final @Nullable Kept[] kept = new Kept[Field.values().length + 1];

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Kept(byte[] bytes, Object value) {}

    /**
     * The value that was decoded from the bytes that stand here, or null. A value says itself where it ends, so the same
     * beginning is the same value.
     */
    @Nullable
    Object at(Field field, byte[] from, int at, int end) {
        Kept known = kept[field.id()];
        return known != null
                        && known.bytes.length <= end - at
                        && Arrays.equals(known.bytes, 0, known.bytes.length, from, at, at + known.bytes.length)
                ? known.value
                : null;
    }

    /** How many bytes the value of this field takes that was found. */
    int length(Field field) {
        Kept known = kept[field.id()];
        return known == null ? 0 : known.bytes.length;
    }

    /** Keeps a value, which must be immutable. */
    void keep(Field field, byte[] from, int at, int end, Object value) {
        if (end - at <= MOST_BYTES) {
            kept[field.id()] = new Kept(Arrays.copyOfRange(from, at, end), value);
        }
    }

    /**
     * The first bytes of a body, up to the end of a field, and a packet of just the fields that stand in them. What begins
     * with the same bytes begins with the same fields: all that the reader checks in them depends on nothing behind them.
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Beginning(byte[] bytes, Packet fields) {
        boolean isAt(byte[] from, int begin, int end) {
            return bytes.length <= end - begin
                    && Arrays.equals(bytes, 0, bytes.length, from, begin, begin + bytes.length);
        }
    }

    /** What an earlier body began with, if this one does too, or null. */
    @Nullable
    Beginning beginning(byte[] from, int begin, int end) {
        Beginning before = beginnings[last];
        return before != null && before.isAt(from, begin, end) ? before : another(from, begin, end);
    }

    private @Nullable Beginning another(byte[] from, int begin, int end) {
        for (int i = 0; i < BEGINNINGS; i++) {
            Beginning known = beginnings[i];
            if (known != null && known.isAt(from, begin, end)) {
                last = i;
                return known;
            }
        }
        return null;
    }

    /** Whether the field is likely to be in the next packet as it is in this one. */
    static boolean isSteady(Field field) {
        return !OTHER_EACH_TIME.contains(field);
    }

    /** Asked for each body whose beginning is new; not all of them are worth the effort. */
    boolean isToLearn() {
        return unlike++ % UNLIKE == 0;
    }

    /** Keeps how a body begins. */
    void keep(byte[] from, int begin, int behind, Packet fields) {
        last = next;
        beginnings[next] = new Beginning(Arrays.copyOfRange(from, begin, behind), fields);
        next = (next + 1) % BEGINNINGS;
    }

    /** Whether so many bytes are some, and few enough to be kept. */
    static boolean isBeginning(int bytes) {
        return bytes > 0 && bytes <= 2 * MOST_BYTES;
    }
}
