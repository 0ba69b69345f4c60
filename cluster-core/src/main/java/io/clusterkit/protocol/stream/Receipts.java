package io.clusterkit.protocol.stream;

import io.clusterkit.protocol.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The deliveries that were written to one connection and wait until the other side says that it has taken them. Both
 * sides count: a receipt says how many have come so far, so one that is late or left out does no harm. Thread-safe;
 * calls nobody.
 */
final class Receipts {
    private final ArrayDeque<Numbered> waiting = new ArrayDeque<>(); // guarded by this
    private long written; // guarded by this
    private long confirmed; // guarded by this
    private boolean closed; // guarded by this

    private record Numbered(long number, Delivery delivery) {}

    /** What is known at once of deliveries that were just written. */
    record Known(List<Delivery> arrived, List<Delivery> uncertain) {}

    /**
     * Notes deliveries that were written, in this order; the receipt may have come already, or the end.
     *
     * @param expected for which events a receipt is waited for; the other side counts all events, and nothing else
     */
    synchronized Known written(List<Delivery> deliveries, Predicate<Delivery> expected) {
        List<Delivery> arrived = new ArrayList<>(0);
        List<Delivery> uncertain = new ArrayList<>(0);
        for (Delivery delivery : deliveries) {
            if (!delivery.wantsReceipt()) {
                continue;
            }
            written++;
            if (!expected.test(delivery)) {
                continue;
            }
            if (written <= confirmed) {
                arrived.add(delivery);
            } else if (closed) {
                uncertain.add(delivery);
            } else {
                waiting.add(new Numbered(written, delivery));
            }
        }
        return new Known(arrived, uncertain);
    }

    /** The other side has taken so many events in all; returns those of which that is news. */
    synchronized List<Delivery> confirmed(long total) {
        confirmed = Math.max(confirmed, total);
        List<Delivery> arrived = new ArrayList<>();
        for (Numbered next = waiting.peek(); next != null && next.number <= confirmed; next = waiting.peek()) {
            arrived.add(waiting.remove().delivery);
        }
        return arrived;
    }

    /** No receipt will come any more; returns those that wait. */
    synchronized List<Delivery> close() {
        closed = true;
        List<Delivery> uncertain = new ArrayList<>(waiting.size());
        waiting.forEach(each -> uncertain.add(each.delivery));
        waiting.clear();
        return uncertain;
    }
}
