package io.clusterkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A multicast group and port of a test's own, so that tests of other copies on the same host do not meet it.
 *
 * @param group of the range for private use, 239.0.0.0/8
 * @param port one that nobody had a moment ago
 */
public record TestNetwork(String group, int port) {
    public static TestNetwork random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String group = "239.%d.%d.%d".formatted(random.nextInt(1, 255), random.nextInt(256), random.nextInt(1, 255));
        try (DatagramSocket free = new DatagramSocket(0)) {
            return new TestNetwork(group, free.getLocalPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
