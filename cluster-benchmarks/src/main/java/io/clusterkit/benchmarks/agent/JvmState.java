package io.clusterkit.benchmarks.agent;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What this JVM takes at one moment. */
final class JvmState {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** Objects that another one's finalizer or cleaner holds are free after the second or third collection. */
    private static final int COLLECTIONS = 3;

    private JvmState() {}

    static Map<String, Double> now() throws IOException {
        Map<String, Double> state = new HashMap<>();
        state.put("threads", (double) ManagementFactory.getThreadMXBean().getThreadCount());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            state.put("cpuNanos", (double) system.getProcessCpuTime());
        }
        state.put("nanos", (double) System.nanoTime());
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            state.put("rssKib", field(Files.readAllLines(status), "VmRSS:"));
            state.put("osThreads", field(Files.readAllLines(status), "Threads:"));
        }
        Path interfaces = Path.of("/proc/net/dev");
        if (Files.exists(interfaces)) {
            state.put("networkBytes", received(Files.readAllLines(interfaces)));
        }

        return state;
    }

    static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
            used = Math.min(used, memory.getHeapMemoryUsage().getUsed());
        }
        return used;
    }

    private static double field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(SPACES.split(line, -1)[1]))
                .findFirst()
                .orElse(0);
    }

    /** Bytes received by all interfaces; on one host each byte sent is one received. */
    static double received(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(":"))
                .mapToDouble(line -> Double.parseDouble(
                        SPACES.split(line.substring(line.indexOf(':') + 1).strip(), -1)[0]))
                .sum();
    }
}
