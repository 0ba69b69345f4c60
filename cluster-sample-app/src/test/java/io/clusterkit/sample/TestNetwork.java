package io.clusterkit.sample;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** A multicast group and port of a test's own: copies of the tests on one host do not hear each other. */
final class TestNetwork {
    private final String address;
    private final int port;

    TestNetwork() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        address = "239.%d.%d.%d".formatted(random.nextInt(1, 255), random.nextInt(256), random.nextInt(1, 255));
        // Below the ports that systems hand out by themselves.
        port = random.nextInt(20_000, 32_000);
    }

    String address() {
        return address;
    }

    int port() {
        return port;
    }

    /** Command line arguments by which the sample joins it. */
    List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--cluster.address=" + address, "--cluster.port=" + port, "--cluster.query.timeout=" + Patience.LIMIT));
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** A member in plain Java. */
    Cluster join(Consumer<ClusterOptions.Builder> options) {
        return Cluster.join(builder -> options.accept(builder.address(address).port(port)));
    }
}
