package io.clusterkit.protocol.stream;

import io.clusterkit.member.Member;
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
    /** Stands for an event that the other side counts and for which nobody waits. */
    private static final Delivery NOBODYS = new Nobodys();

    /** The last ones written, without a gap, from one for which somebody waits: the head's number is {@code written - waiting.size() + 1}. */
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>(); // guarded by this

    private long written; // guarded by this
    private long confirmed; // guarded by this
    private boolean closed; // guarded by this

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
            boolean waits = expected.test(delivery);
            if (written <= confirmed || closed) {
                if (waits) {
                    (written <= confirmed ? arrived : uncertain).add(delivery);
                }
            } else if (waits || !waiting.isEmpty()) {
                waiting.add(waits ? delivery : NOBODYS);
            }
        }
        return new Known(arrived, uncertain);
    }

    /** The other side has taken so many events in all; returns those of which that is news. */
    synchronized List<Delivery> confirmed(long total) {
        confirmed = Math.max(confirmed, total);
        long news = confirmed - (written - waiting.size());
        if (news <= 0) {
            return List.of();
        }
        return taken((int) Math.min(news, waiting.size()));
    }

    /** No receipt will come any more; returns those that wait. */
    synchronized List<Delivery> close() {
        closed = true;
        return taken(waiting.size());
    }

    @SuppressWarnings("ReferenceEquality") // there is one
    private List<Delivery> taken(int count) {
        List<Delivery> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Delivery next = waiting.remove();
            if (next != NOBODYS) {
                taken.add(next);
            }
        }
        return taken;
    }

    private static final class Nobodys implements Delivery {
        @Override
        public Member target() {
            throw new IllegalStateException("this is nobody's");
        }

        @Override
        public byte[] frame() {
            throw new IllegalStateException("this is nobody's");
        }

        @Override
        public void sent() {}

        @Override
        public void failed(Throwable cause) {}
    }
}
