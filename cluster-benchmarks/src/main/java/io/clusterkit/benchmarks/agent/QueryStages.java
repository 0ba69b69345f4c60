package io.clusterkit.benchmarks.agent;

import io.clusterkit.benchmarks.node.Node;
import io.clusterkit.benchmarks.node.StagedNode;
import io.clusterkit.benchmarks.node.StagedNode.Stage;
import io.clusterkit.benchmarks.statistics.Latencies;
import java.util.HashMap;
import java.util.Map;

/** One caller's queries, taken apart: the median of each stage. */
final class QueryStages {
    private final StagedNode node;

    QueryStages(Node node) {
        if (!(node instanceof StagedNode staged)) {
            throw new IllegalArgumentException("the node was not opened for stages");
        }
        this.node = staged;
    }

    /** Microseconds by stage; {@code total} is the median of the whole, not of the sum. */
    Map<String, Double> measure(Command command) throws InterruptedException {
        Stage[] stages = Stage.values();
        Latencies[] each = new Latencies[stages.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = new Latencies();
        }
        Latencies total = new Latencies();
        long warmUntil = System.nanoTime() + command.nanos("warm");
        while (System.nanoTime() - warmUntil < 0) {
            node.ask();
        }
        long deadline = System.nanoTime() + command.nanos("measure");
        do {
            long sum = 0;
            long[] nanos = node.ask();
            for (int i = 0; i < nanos.length; i++) {
                each[i].add(nanos[i]);
                sum += nanos[i];
            }
            total.add(sum);
        } while (System.nanoTime() - deadline < 0);
        Map<String, Double> figures = new HashMap<>();
        for (int i = 0; i < stages.length; i++) {
            figures.put(stages[i].id(), each[i].percentile(0.5) / 1000.0);
        }
        figures.put("total", total.percentile(0.5) / 1000.0);
        return figures;
    }
}
