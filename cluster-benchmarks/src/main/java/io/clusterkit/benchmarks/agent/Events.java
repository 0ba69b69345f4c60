package io.clusterkit.benchmarks.agent;

import io.clusterkit.benchmarks.node.Node;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Events one way: the sender numbers them, the receivers count them. */
final class Events {
    /** Who receives nothing for so long has received all that will come. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Reading the clock for each event would cost as much as sending it. */
    private static final int BETWEEN_LOOKS = 64;

    private final Nodes nodes;

    Events(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Sends as fast as the system takes them, and something however late it is. */
    Map<String, Double> send(Command command) throws Exception {
        Node node = nodes.only();
        int bytes = command.number("bytes");
        boolean toAll = Boolean.parseBoolean(command.text("all"));
        long sent = 0;
        long begin = System.nanoTime();
        long deadline = begin + command.nanos("measure");
        do {
            for (int i = 0; i < BETWEEN_LOOKS; i++) {
                byte[] event = new byte[bytes];
                CountingReceiver.number(event, sent++);
                if (toAll) {
                    node.tellAll(event);
                } else {
                    node.tell(event);
                }
            }
        } while (System.nanoTime() - deadline < 0);
        node.flush();
        return Map.of("sent", (double) sent, "millis", Nodes.millisSince(begin));
    }

    /** Waits until each receiver has so many events, or receives no more. */
    Map<String, Double> drained(Command command) throws InterruptedException {
        long sent = Long.parseLong(command.text("sent"));
        long progressNanos = System.nanoTime();
        long before = -1;
        long received = received();
        long all = sent * nodes.receivers().size();
        while (received < all && System.nanoTime() - progressNanos < PATIENCE_NANOS) {
            if (received != before) {
                progressNanos = System.nanoTime();
                before = received;
            }
            TimeUnit.MILLISECONDS.sleep(20);
            received = received();
        }
        long disordered = 0;
        long longest = 1;
        for (CountingReceiver receiver : nodes.receivers()) {
            disordered += receiver.disordered();
            longest = Math.max(longest, receiver.nanos());
        }
        return Map.of(
                "received", (double) received,
                "lost", (double) (all - received),
                "disordered", (double) disordered,
                "rate", received * 1e9 / longest);
    }

    private long received() {
        return nodes.receivers().stream().mapToLong(CountingReceiver::received).sum();
    }

    /** Counts from 0 on. */
    Map<String, Double> reset() {
        nodes.receivers().forEach(CountingReceiver::reset);
        return Map.of();
    }
}
