package io.clusterkit.benchmarks.agent;

import io.clusterkit.benchmarks.node.Node;
import io.clusterkit.benchmarks.statistics.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Questions and answers: how long one takes, how many there are in a second. */
final class RoundTrips {
    private final Node node;

    RoundTrips(Node node) {
        this.node = node;
    }

    private interface Asking {
        void once() throws Exception;
    }

    /** One caller, one member asked. */
    Map<String, Double> oneCaller(Command command) throws Exception {
        byte[] question = new byte[command.number("bytes")];
        return latencies(command, () -> {
            byte[] answer = node.ask(question);
            if (answer.length < question.length) {
                throw new IllegalStateException("an answer of " + answer.length + " bytes");
            }
        });
    }

    /** One caller asks all members and waits for all. */
    Map<String, Double> scatterGather(Command command) throws Exception {
        byte[] question = new byte[command.number("bytes")];
        int asked = command.number("others");
        return latencies(command, () -> {
            int answers = node.askAll(question);
            if (answers != asked) {
                throw new IllegalStateException(answers + " of " + asked + " answered");
            }
        });
    }

    private static Map<String, Double> latencies(Command command, Asking asking) throws Exception {
        repeat(command.nanos("warm"), new Latencies(), asking);
        Latencies latencies = new Latencies();
        repeat(command.nanos("measure"), latencies, asking);
        return Map.of(
                "p50", latencies.percentile(0.5) / 1000.0,
                "p90", latencies.percentile(0.9) / 1000.0,
                "p99", latencies.percentile(0.99) / 1000.0,
                "p999", latencies.percentile(0.999) / 1000.0,
                "max", latencies.percentile(1) / 1000.0,
                "count", (double) latencies.count());
    }

    /** Once at least: there is no percentile of nothing. */
    private static void repeat(long nanos, Latencies latencies, Asking asking) throws Exception {
        long deadline = System.nanoTime() + nanos;
        long before = System.nanoTime();
        do {
            asking.once();
            long after = System.nanoTime();
            latencies.add(after - before);
            before = after;
        } while (before - deadline < 0);
    }

    /** Many callers of one node; how many round trips in a second. */
    Map<String, Double> manyCallers(Command command) throws Exception {
        int callers = command.number("callers");
        byte[] question = new byte[command.number("bytes")];
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            inParallel(threads, callers, question, command.nanos("warm"));
            long begin = System.nanoTime();
            long done = inParallel(threads, callers, question, command.nanos("measure"));
            return Map.of("rate", done * 1e9 / (System.nanoTime() - begin), "count", (double) done);
        } finally {
            threads.shutdownNow();
        }
    }

    private long inParallel(ExecutorService threads, int callers, byte[] question, long nanos) throws Exception {
        long deadline = System.nanoTime() + nanos;
        Callable<Long> caller = () -> {
            long done = 0;
            do {
                node.ask(question);
                done++;
            } while (System.nanoTime() - deadline < 0);
            return done;
        };
        List<Future<Long>> running = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            running.add(threads.submit(caller));
        }
        long done = 0;
        for (Future<Long> each : running) {
            done += each.get();
        }
        return done;
    }
}
