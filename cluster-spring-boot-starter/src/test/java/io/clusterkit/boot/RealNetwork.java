package io.clusterkit.boot;

import java.io.IOException;
import java.net.DatagramSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A multicast group and port of a test's own, for applications on real sockets. */
public final class RealNetwork {
    private RealNetwork() {}

    /** As arguments of an application. */
    public static String[] arguments() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try (DatagramSocket free = new DatagramSocket(0)) {
            return new String[] {
                "--cluster.address=239.%d.%d.%d"
                        .formatted(random.nextInt(1, 255), random.nextInt(256), random.nextInt(1, 255)),
                "--cluster.port=" + free.getLocalPort()
            };
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
