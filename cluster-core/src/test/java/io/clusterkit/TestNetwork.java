package io.clusterkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A multicast group and port of a test's own, so that tests of other copies on the same host do not meet it.
 *
 * @param group of the range for private use, 239.0.0.0/8
 * @param port one that nobody had a moment ago
 */
public record TestNetwork(String group, int port) {
    /** Below those that Linux, macOS and Windows give to who asks for any port: nobody comes by one by chance. */
    private static final int FIRST_PORT = 10_240;

    private static final int LAST_PORT = 32_767;

    public static TestNetwork random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String group = "239.%d.%d.%d".formatted(random.nextInt(1, 255), random.nextInt(256), random.nextInt(1, 255));
        return new TestNetwork(group, freePort());
    }

    /** One that nobody listens on, and that nobody is given who asks for any port. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT + 1);
            try (DatagramSocket datagrams = new DatagramSocket(port);
                    ServerSocket connections = new ServerSocket(port)) {
                if (datagrams.isBound() && connections.isBound()) {
                    return port;
                }
            } catch (IOException taken) {
                // another one, then
            }
        }
    }
}
