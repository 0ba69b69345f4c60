package io.clusterkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's name, and the multicast group and port that it stands for: clusters of different names are kept apart by
 * the network, without a change on the wire. The same on every platform; docs/decisions/0011-cluster-name.md has the
 * formula and how likely two names meet.
 *
 * @param text the name, in Unicode's normal form C
 * @param group an address of the organization-local scope, 239.192.0.0/14 (RFC 2365, 6.2), without its first and last
 *     256, of which the last are reserved for relative assignments (RFC 2365, 9)
 * @param port from {@value #FIRST_PORT}; below all ports that systems give out by themselves, and not the original's
 */
record ClusterName(String text, InetAddress group, int port) {
    static final int FIRST_PORT = 24_576;
    static final int PORTS = 8_192;

    private static final int LONGEST = 128;
    private static final int FIRST_GROUP = 239 << 24 | 192 << 16;
    private static final int GROUPS = 1 << 18;
    private static final int SPARED = 256;

    /**
     * The group and port of this name.
     *
     * @return null for the empty name, which is the original's cluster
     * @throws IllegalArgumentException if it can't be a name
     */
    static @Nullable ClusterName of(String name) {
        if (name.isEmpty()) {
            return null;
        }
        String text = Normalizer.normalize(name, Normalizer.Form.NFC);
        if (text.length() > LONGEST
                || !text.strip().equals(text)
                || text.codePoints().anyMatch(ClusterName::isUnseen)) {
            throw new IllegalArgumentException("name must be 1 to " + LONGEST
                    + " characters without control characters and without space at its ends but is \"" + name + "\"");
        }
        byte[] digest = sha256(text.getBytes(StandardCharsets.UTF_8));
        int address = FIRST_GROUP + SPARED + (int) (unsigned(digest, 0) % (GROUPS - 2 * SPARED));
        int port = FIRST_PORT + (int) (unsigned(digest, 4) % PORTS);
        return new ClusterName(text, address(address), port);
    }

    private static boolean isUnseen(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isISOControl(codePoint)
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** Four bytes, the highest first. */
    private static long unsigned(byte[] digest, int at) {
        return (digest[at] & 0xFFL) << 24
                | (digest[at + 1] & 0xFFL) << 16
                | (digest[at + 2] & 0xFFL) << 8
                | (digest[at + 3] & 0xFFL);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    private static InetAddress address(int bits) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits});
        } catch (UnknownHostException impossible) {
            throw new AssertionError("four bytes are an address", impossible);
        }
    }
}
