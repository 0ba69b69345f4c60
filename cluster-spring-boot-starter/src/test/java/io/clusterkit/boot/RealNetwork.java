package io.clusterkit.boot;

import java.util.concurrent.ThreadLocalRandom;

/** A multicast group and port of a test's own, for applications on real sockets. */
public final class RealNetwork {
    private RealNetwork() {}

    /** As arguments of an application. */
    public static String[] arguments() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new String[] {
            "--cluster.address=239.%d.%d.%d"
                    .formatted(random.nextInt(1, 255), random.nextInt(256), random.nextInt(1, 255)),
            // Below the ports that systems hand out by themselves.
            "--cluster.port=" + random.nextInt(20_000, 32_000)
        };
    }
}
