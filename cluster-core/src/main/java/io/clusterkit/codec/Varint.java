package io.clusterkit.codec;

/**
 * Unsigned LEB128: seven bits a byte, the low group first, the high bit set while more bytes follow. Values are not
 * negative, so they take 63 bits and at most {@value #MAX_BYTES} bytes. Encodings that are longer than needed are read
 * like any other.
 */
public final class Varint {
    /** The longest encoding: nine groups of seven bits. */
    public static final int MAX_BYTES = 9;

    /** What {@link #read} returns if the bytes end before the value does. */
    public static final long INCOMPLETE = -1;

    /** What {@link #read} returns if more than {@value #MAX_BYTES} bytes belong to the value. */
    public static final long OVERFLOW = -2;

    private static final int GROUP_BITS = 7;
    private static final int GROUP_MASK = 0x7F;
    private static final int MORE = 0x80;

    private Varint() {}

    /**
     * The bytes that the shortest encoding takes, 1 to {@value #MAX_BYTES}.
     *
     * @throws IllegalArgumentException if the value is negative
     */
    public static int size(long value) {
        requireNotNegative(value);
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return (bits + GROUP_BITS - 1) / GROUP_BITS;
    }

    /**
     * Writes the shortest encoding and returns the place behind it.
     *
     * @throws IllegalArgumentException if the value is negative
     * @throws IndexOutOfBoundsException if it does not fit
     */
    public static int write(long value, byte[] to, int at) {
        requireNotNegative(value);
        int next = at;
        long rest = value;
        while (rest > GROUP_MASK) {
            to[next++] = (byte) (rest | MORE);
            rest >>>= GROUP_BITS;
        }
        to[next++] = (byte) rest;
        return next;
    }

    /**
     * The value that begins at {@code at}, or {@link #INCOMPLETE} or {@link #OVERFLOW}, which are negative. Reads
     * nothing at or behind {@code end}, where {@code at} may lie too. It ends {@link #encodedLength} bytes further.
     */
    public static long read(byte[] from, int at, int end) {
        // Nearly all are one byte: ids, short lengths, counts.
        if (at < end && from[at] >= 0) {
            return from[at];
        }
        return readGroups(from, at, end);
    }

    private static long readGroups(byte[] from, int at, int end) {
        int groups = Math.min(end - at, MAX_BYTES);
        long value = 0;
        for (int i = 0; i < groups; i++) {
            byte group = from[at + i];
            value |= (long) (group & GROUP_MASK) << (i * GROUP_BITS);
            if (group >= 0) {
                return value;
            }
        }
        return groups == MAX_BYTES ? OVERFLOW : INCOMPLETE;
    }

    /** The bytes taken by the value at {@code at}, which {@link #read} has found to be whole. */
    public static int encodedLength(byte[] from, int at) {
        int last = at;
        while (from[last] < 0) {
            last++;
        }
        return last - at + 1;
    }

    private static void requireNotNegative(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a varint must not be negative but is " + value);
        }
    }
}
