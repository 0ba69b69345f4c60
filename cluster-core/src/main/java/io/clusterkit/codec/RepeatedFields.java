package io.clusterkit.codec;

import io.clusterkit.packet.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields that say the same in one packet after the other: who speaks and for whom it is. If the same bytes come
 * again so does the same value, without decoding and without an allocation. Belongs to one decoder.
 */
final class RepeatedFields {
    /** Longer ones are not kept: a sender must not have us keep what it likes. */
    private static final int MOST_BYTES = 256;

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
}
