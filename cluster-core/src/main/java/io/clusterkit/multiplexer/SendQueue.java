package io.clusterkit.multiplexer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;

/** What waits for one client, in order, within a bound. A chunk counts until its last byte is gone. Not thread-safe. */
final class SendQueue {
    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(4);
    private final long bound;
    private final LongAdder total;
    private long cost;
    private int sentOfFirst;

    /**
     * An empty queue.
     *
     * @param bound what the chunks in it may cost together
     * @param total counts the cost of all queues together
     */
    SendQueue(long bound, LongAdder total) {
        this.bound = bound;
        this.total = total;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** What the waiting chunks cost. */
    long cost() {
        return cost;
    }

    boolean fits(Chunk chunk) {
        return cost + chunk.cost() <= bound;
    }

    /** Adds the chunk, whether or not it fits. */
    void add(Chunk chunk) {
        waiting.add(chunk);
        changeCost(chunk.cost());
    }

    /**
     * Throws away the oldest chunks until the new one fits. The one that is partly sent is kept: it can't be unsent. A
     * chunk that does not fit then is thrown away itself.
     *
     * @return how many were thrown away
     */
    int addDroppingOldest(Chunk chunk) {
        Chunk begun = sentOfFirst > 0 ? waiting.remove() : null;
        long kept = begun == null ? 0 : begun.cost();
        int dropped = 0;
        if (kept + chunk.cost() > bound) {
            dropped++;
        } else {
            while (!fits(chunk)) {
                changeCost(-waiting.remove().cost());
                dropped++;
            }
            add(chunk);
        }
        if (begun != null) {
            waiting.addFirst(begun);
        }
        return dropped;
    }

    /**
     * Puts what is to be sent next into the array.
     *
     * @return how many buffers these are
     */
    int gather(ByteBuffer[] buffers, int mostBytes) {
        int count = 0;
        int left = mostBytes;
        int start = sentOfFirst;
        for (Iterator<Chunk> each = waiting.iterator(); each.hasNext() && count < buffers.length && left > 0; ) {
            ByteBuffer view = each.next().view(start, left);
            left -= view.remaining();
            buffers[count++] = view;
            start = 0;
        }
        return count;
    }

    /** So many of the next bytes are sent. */
    void sent(long bytes) {
        long left = bytes;
        while (left > 0) {
            Chunk first = waiting.element();
            int rest = first.size() - sentOfFirst;
            if (left < rest) {
                sentOfFirst += (int) left;
                return;
            }
            left -= rest;
            sentOfFirst = 0;
            waiting.remove();
            changeCost(-first.cost());
        }
    }

    /** What came in this round leaves the arena: all at the end that is not settled yet. */
    void settle() {
        for (Iterator<Chunk> latest = waiting.descendingIterator(); latest.hasNext(); ) {
            Chunk chunk = latest.next();
            if (chunk.isSettled()) {
                return;
            }
            chunk.settle();
        }
    }

    void clear() {
        waiting.clear();
        sentOfFirst = 0;
        changeCost(-cost);
    }

    private void changeCost(long change) {
        cost += change;
        total.add(change);
    }
}
