package io.clusterkit.codec;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Short ways to write bytes in tests. */
final class Bytes {
    private Bytes() {}

    /** Bytes by hex digits; white space is ignored. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    static byte[] varint(long value) {
        byte[] bytes = new byte[Varint.size(value)];
        Varint.write(value, bytes, 0);
        return bytes;
    }

    /** Header, length and trailer around any body. */
    static byte[] frame(byte[] body) {
        return join(hex("c08d"), varint(body.length), body, hex("0000"));
    }
}
