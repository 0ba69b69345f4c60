package io.clusterkit.benchmarks.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A Linux network namespace with nothing but a loopback interface, for whoever is root. */
final class OwnNetwork {
    private static final String SET_UP = "ip link set lo up multicast on && ip route add 224.0.0.0/4 dev lo";

    private OwnNetwork() {}

    /** Tried for real: it takes root, {@code unshare} and {@code ip}. */
    static boolean isPossible() throws IOException, InterruptedException {
        try {
            Process probe = new ProcessBuilder("unshare", "-n", "sh", "-c", SET_UP)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** What to put before a command so that it runs in a new one. */
    static List<String> create() {
        return new ArrayList<>(List.of("unshare", "-n", "sh", "-c", SET_UP + " && exec \"$@\"", "sh"));
    }

    /** What to put before a command so that it runs in that of this process. */
    static List<String> enter(long pid) {
        return new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid), "-n"));
    }
}
