package io.clusterkit.benchmarks.agent;

import io.clusterkit.benchmarks.node.Node;
import io.clusterkit.benchmarks.node.NodeSettings;
import io.clusterkit.benchmarks.node.StagedNode;
import io.clusterkit.benchmarks.node.SystemUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** The nodes of this JVM and what they receive. Used by one thread. */
final class Nodes {
    /** Looking costs time of the core that is measured. */
    private static final long LOOK_NANOS = 100_000;

    private final List<Node> nodes = new ArrayList<>();
    private final List<CountingReceiver> receivers = new ArrayList<>();

    List<CountingReceiver> receivers() {
        return receivers;
    }

    /** The one node there is. */
    Node only() {
        if (nodes.size() != 1) {
            throw new IllegalStateException("one node is needed, there are " + nodes.size());
        }
        return nodes.get(0);
    }

    /** Opens {@code count} nodes with the indices from {@code first} on, all at once. */
    Map<String, Double> open(Command command) throws InterruptedException, ExecutionException {
        SystemUnderTest system = SystemUnderTest.of(command.text("system"));
        int count = command.number("count");
        int first = command.number("first");
        boolean stages = command.has("stages");
        CountDownLatch begin = new CountDownLatch(1);
        ExecutorService starters = Executors.newFixedThreadPool(count);
        List<Future<Node>> opening = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            NodeSettings settings = settings(command, first + i);
            CountingReceiver receiver = new CountingReceiver();
            receivers.add(receiver);
            opening.add(starters.submit(() -> {
                begin.await();
                return stages ? StagedNode.open(system, settings) : system.open(settings, receiver);
            }));
        }
        long startedNanos = System.nanoTime();
        begin.countDown();
        for (Future<Node> each : opening) {
            nodes.add(each.get());
        }
        starters.shutdown();
        return Map.of("startedNanos", (double) startedNanos, "millis", millisSince(startedNanos));
    }

    private static NodeSettings settings(Command command, int index) {
        return new NodeSettings(
                command.text("cluster"),
                command.text("group"),
                command.number("port"),
                index,
                command.number("servers"));
    }

    /** Waits until each node sees so many others. */
    Map<String, Double> await(Command command) throws TimeoutException {
        int others = command.number("others");
        long deadline = System.nanoTime() + command.nanos("timeout");
        for (Node node : nodes) {
            while (node.others() < others) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("a node sees " + node.others() + " of " + others + " others");
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        return Map.of("nanos", (double) System.nanoTime());
    }

    /** Waits until the one node sees so many others, no more, and says when. */
    Map<String, Double> seen(Command command) throws TimeoutException {
        awaitExactly(only(), command.number("others"), command.nanos("timeout"));
        return Map.of("nanos", (double) System.nanoTime());
    }

    /** Opens one node and says when it began, and when it saw the others. */
    Map<String, Double> join(Command command) throws Exception {
        SystemUnderTest system = SystemUnderTest.of(command.text("system"));
        CountingReceiver receiver = new CountingReceiver();
        NodeSettings settings = settings(command, command.number("first"));
        long startedNanos = System.nanoTime();
        Node node = system.open(settings, receiver);
        nodes.add(node);
        awaitExactly(node, command.number("others"), command.nanos("timeout"));
        return Map.of("startedNanos", (double) startedNanos, "nanos", (double) System.nanoTime());
    }

    private static void awaitExactly(Node node, int others, long timeoutNanos) throws TimeoutException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (node.others() != others) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("a node sees " + node.others() + " others, not " + others);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Closes all nodes. */
    Map<String, Double> close() throws IOException {
        for (Node node : nodes) {
            node.close();
        }
        nodes.clear();
        receivers.clear();
        return Map.of();
    }

    static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }
}
