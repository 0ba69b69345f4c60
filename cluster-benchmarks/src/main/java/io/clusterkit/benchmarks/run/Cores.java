package io.clusterkit.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which cores JVMs are pinned to. Unpinned round trips have two modes: several microseconds if the scheduler puts both
 * ends on one core, and ten times that if it does not. So nothing is compared unpinned.
 *
 * @param first of the two cores, or -1 if nothing can be pinned
 * @param second the other; the same if there is only one
 */
public record Cores(int first, int second) {
    /** No core in particular. */
    public static final Cores ANY = new Cores(-1, -1);

    /** The first two of the cores this process may use, by {@code taskset}; {@link #ANY} without it. */
    public static Cores find() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status) || !hasTaskset()) {
            return ANY;
        }
        List<Integer> allowed = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .map(line -> parse(line.substring(line.indexOf(':') + 1).strip()))
                .orElse(List.of());
        return allowed.isEmpty() ? ANY : new Cores(allowed.get(0), allowed.get(Math.min(1, allowed.size() - 1)));
    }

    public boolean arePinned() {
        return first >= 0;
    }

    public boolean areTwo() {
        return first != second;
    }

    /** What to put before a command so that it runs on this core alone. */
    static List<String> pin(int core) {
        return core < 0 ? List.of() : List.of("taskset", "-c", Integer.toString(core));
    }

    /** The numbers of a list as the kernel writes it: {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            int dash = range.indexOf('-');
            int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int to = Integer.parseInt(range.substring(dash + 1));
            for (int i = from; i <= to; i++) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    private static boolean hasTaskset() throws IOException {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, "taskset"))) {
                return true;
            }
        }
        return false;
    }
}
