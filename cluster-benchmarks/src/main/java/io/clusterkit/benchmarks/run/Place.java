package io.clusterkit.benchmarks.run;

import io.clusterkit.benchmarks.node.SystemUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports, a multicast group and a name that no other round uses.
 *
 * @param port the first of {@link #PORTS} free ones
 * @param servers how many members are asked
 */
record Place(SystemUnderTest system, String group, int port, int servers) {
    private static final int PORTS = 256;
    private static final int LOWEST = 20_000;

    /** Below the range from which systems take ports of their own. */
    private static final int HIGHEST = 32_000;

    static Place draw(SystemUnderTest system, int servers) throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int port = random.nextInt(LOWEST, HIGHEST - PORTS);
        while (!isFree(port)) {
            port = random.nextInt(LOWEST, HIGHEST - PORTS);
        }
        String group = "239." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + "." + random.nextInt(1, 255);
        return new Place(system, group, port, servers);
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** The command that opens the members with these indices, or joins with the first of them. */
    String command(String name, int first, int count) {
        return String.format(
                Locale.ROOT,
                "%s system=%s cluster=benchmark-%d group=%s port=%d first=%d count=%d servers=%d",
                name,
                system.id(),
                port,
                group,
                port,
                first,
                count,
                servers);
    }
}
