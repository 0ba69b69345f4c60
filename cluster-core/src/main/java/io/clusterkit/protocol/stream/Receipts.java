package io.clusterkit.protocol.stream;

import io.clusterkit.protocol.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that were written to one connection and wait until the other side says that it has taken them. Both sides
 * count: a receipt says how many have come so far, so one that is late or left out does no harm. They are kept as they
 * were written, in runs. Thread-safe; calls nobody.
 */
final class Receipts {
    /** The last ones written, without a gap. */
    private final ArrayDeque<Run> waiting = new ArrayDeque<>(); // guarded by this

    private long waitingEvents; // guarded by this; in these runs
    private long written; // guarded by this
    private long confirmed; // guarded by this
    private boolean closed; // guarded by this

    /**
     * Events that came one after another.
     *
     * @param events null if nobody waits for them: the other side counts them all the same
     * @param from the first one's place
     * @param to the place behind the last one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Run(Delivery @Nullable [] events, int from, int to) {
        int size() {
            return to - from;
        }

        /** They have come. */
        void tellSent() {
            if (events != null) {
                Reports.sent(events, from, to);
            }
        }

        /** It is not known whether they have come. */
        void tellFailed(Throwable cause) {
            for (int i = from; events != null && i < to; i++) {
                Reports.failed(events[i], cause);
            }
        }
    }

    /** What is known at once of events that were just written. */
    record Known(List<Run> arrived, List<Run> uncertain) {
        static final Known NOTHING = new Known(List.of(), List.of());
    }

    /** Notes what was written; the receipt may have come already, or the end. */
    synchronized Known written(FrameBatch batch) {
        int events = batch.events();
        if (events == 0) {
            return Known.NOTHING;
        }
        written += events;
        waiting.add(new Run(batch.isReceipted() ? batch.confirmable() : null, 0, events));
        waitingEvents += events;
        List<Run> arrived = arrived();
        if (arrived.isEmpty() && !closed) {
            return Known.NOTHING;
        }
        return new Known(arrived, closed ? taken(waitingEvents) : List.of());
    }

    /** The other side has taken so many events in all; returns those of which that is news. */
    synchronized List<Run> confirmed(long total) {
        confirmed = Math.max(confirmed, total);
        return arrived();
    }

    /** No receipt will come any more; returns those that wait. */
    synchronized List<Run> close() {
        closed = true;
        return taken(waitingEvents);
    }

    private List<Run> arrived() {
        return taken(Math.min(confirmed - (written - waitingEvents), waitingEvents));
    }

    private List<Run> taken(long count) {
        if (count <= 0) {
            return List.of();
        }
        List<Run> taken = new ArrayList<>();
        waitingEvents -= count;
        for (long left = count; left > 0; ) {
            Run run = waiting.remove();
            if (run.size() > left) {
                int cut = run.from + (int) left;
                waiting.addFirst(new Run(run.events, cut, run.to));
                run = new Run(run.events, run.from, cut);
            }
            taken.add(run);
            left -= run.size();
        }
        return taken;
    }
}
