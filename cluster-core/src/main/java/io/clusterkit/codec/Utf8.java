package io.clusterkit.codec;

/**
 * Strings to UTF-8 without a temporary. A surrogate without its partner is no character and is written as U+FFFD, which
 * is also what the reader makes of bytes that are none.
 */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** The bytes the text takes. Equal to its {@code length()} if and only if it is ASCII. */
    static long length(String text) {
        int chars = text.length();
        int ascii = 0;
        while (ascii < chars && text.charAt(ascii) < 0x80) {
            ascii++;
        }
        return ascii == chars ? chars : lengthFrom(text, ascii);
    }

    private static long lengthFrom(String text, int ascii) {
        int chars = text.length();
        long bytes = ascii;
        for (int i = ascii; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (isPair(text, i)) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    /** Writes text that is known to be ASCII and returns the place behind it. */
    // The only copy from a string into a given array that needs neither a temporary nor an encoder. It drops the high
    // bytes, hence the deprecation; ASCII has none.
    @SuppressWarnings("deprecation")
    static int writeAscii(String text, byte[] to, int at) {
        int chars = text.length();
        text.getBytes(0, chars, to, at);
        return at + chars;
    }

    /** Writes any text and returns the place behind it. */
    static int write(String text, byte[] to, int at) {
        int chars = text.length();
        int next = at;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                to[next++] = (byte) c;
            } else if (c < 0x800) {
                to[next++] = (byte) (0xC0 | (c >> 6));
                to[next++] = continuation(c);
            } else if (isPair(text, i)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                to[next++] = (byte) (0xF0 | (point >> 18));
                to[next++] = continuation(point >> 12);
                to[next++] = continuation(point >> 6);
                to[next++] = continuation(point);
            } else {
                char written = Character.isSurrogate(c) ? REPLACEMENT : c;
                to[next++] = (byte) (0xE0 | (written >> 12));
                to[next++] = continuation(written >> 6);
                to[next++] = continuation(written);
            }
        }
        return next;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
