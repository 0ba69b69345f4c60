package io.clusterkit.protocol.multicast;

import java.net.DatagramPacket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The datagram by which an interface is tried: {@code cluster-beacon} and a random number, in ASCII. It can't be taken
 * for a packet, which begins with C0 8D, and an original member drops it.
 */
final class Beacon {
    private static final byte[] PREFIX = "cluster-beacon ".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final CountDownLatch heard = new CountDownLatch(1);

    private Beacon(byte[] bytes) {
        this.bytes = bytes;
    }

    static Beacon draw(RandomGenerator random) {
        byte[] nonce = String.format("%016x", random.nextLong()).getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(PREFIX, PREFIX.length + nonce.length);
        System.arraycopy(nonce, 0, bytes, PREFIX.length, nonce.length);
        return new Beacon(bytes);
    }

    /** Whether a datagram is a beacon, of this member or of another. */
    static boolean isBeacon(DatagramPacket packet) {
        int from = packet.getOffset();
        return packet.getLength() >= PREFIX.length
                && Arrays.equals(packet.getData(), from, from + PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    /** Whether a datagram is this beacon. */
    boolean isIn(DatagramPacket packet) {
        int from = packet.getOffset();
        return Arrays.equals(packet.getData(), from, from + packet.getLength(), bytes, 0, bytes.length);
    }

    byte[] bytes() {
        return bytes;
    }

    /** It came back, or is waited for no more. */
    void release() {
        heard.countDown();
    }

    boolean awaitRelease(Duration patience) throws InterruptedException {
        return heard.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
}
