package io.clusterkit.codec;

/** What stands around a body: {@code C0 8D | varint body-length | body | 00 00}. */
final class Frame {
    static final int HEADER_BYTES = 2;
    static final int TRAILER_BYTES = 2;

    /** An empty body: header, a length of one byte, trailer. */
    static final int MIN_BYTES = HEADER_BYTES + 1 + TRAILER_BYTES;

    private static final byte HEADER_FIRST = (byte) 0xC0;
    private static final byte HEADER_SECOND = (byte) 0x8D;

    private Frame() {}

    /** Whether the bytes from {@code at} on are a header, or the beginning of one if {@code end} cuts it off. */
    static boolean mayBeginAt(byte[] from, int at, int end) {
        return at == end || (from[at] == HEADER_FIRST && (at + 1 == end || from[at + 1] == HEADER_SECOND));
    }

    /** The next place where a frame may begin; {@code end} if there is none. */
    static int nextBegin(byte[] from, int at, int end) {
        int next = at;
        while (!mayBeginAt(from, next, end)) {
            next++;
        }
        return next;
    }

    static int writeHeader(byte[] to, int at) {
        to[at] = HEADER_FIRST;
        to[at + 1] = HEADER_SECOND;
        return at + HEADER_BYTES;
    }

    static int writeTrailer(byte[] to, int at) {
        to[at] = 0;
        to[at + 1] = 0;
        return at + TRAILER_BYTES;
    }

    static boolean hasTrailer(byte[] from, int at) {
        return (from[at] | from[at + 1]) == 0;
    }
}
