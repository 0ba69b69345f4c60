package io.clusterkit.protocol.stream;

import io.clusterkit.protocol.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for one member, bounded in number and bytes, and the role of the one that drains them: whoever
 * offers to a queue that nobody drains gets the role and keeps it until {@link #take} says there is nothing more.
 * Thread-safe; it calls nothing back.
 */
final class FrameQueue {
    /** Frames of one flush: few enough that a broken flush leaves few frames in doubt. */
    static final int BATCH_BYTES = 256 << 10;

    static final int BATCH_FRAMES = 1024;

    private final int maxFrames;
    private final int maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition space = lock.newCondition();
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>(); // guarded by lock
    private long waitingBytes; // guarded by lock
    private boolean drained; // guarded by lock; somebody has the role
    private boolean closed; // guarded by lock

    FrameQueue(int maxFrames, int maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    /** What became of an offered frame. */
    enum Offer {
        /** Taken; the caller must drain. */
        DRAIN,
        /** Taken; somebody else drains. */
        QUEUED,
        /** Not taken: no space within the caller's patience. */
        FULL,
        /** Not taken: the caller was interrupted while it waited; it is marked so again. */
        INTERRUPTED,
        /** Not taken: the queue is closed. */
        CLOSED
    }

    /** Adds a frame; waits up to {@code patience} for space. */
    Offer offer(Delivery delivery, Duration patience) {
        lock.lock();
        try {
            if (!awaitSpace(delivery.frame().length, patience)) {
                return Offer.FULL;
            }
            if (closed) {
                return Offer.CLOSED;
            }
            waiting.add(delivery);
            waitingBytes += delivery.frame().length;
            if (drained) {
                return Offer.QUEUED;
            }
            drained = true;
            return Offer.DRAIN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Offer.INTERRUPTED;
        } finally {
            lock.unlock();
        }
    }

    /** How many frames wait. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits; the caller then has the role no more. */
    boolean releaseIfEmpty() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                drained = false;
                return true;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** What to write next; null if nothing waits, and the caller then has the role no more. */
    @Nullable
    FrameBatch take() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                drained = false;
                return null;
            }
            List<Delivery> batch = new ArrayList<>(Math.min(waiting.size(), BATCH_FRAMES));
            int bytes = 0;
            for (Delivery next = waiting.peek();
                    next != null
                            && (batch.isEmpty()
                                    || (bytes + next.frame().length <= BATCH_BYTES && batch.size() < BATCH_FRAMES));
                    next = waiting.peek()) {
                bytes += next.frame().length;
                batch.add(waiting.remove());
            }
            waitingBytes -= bytes;
            space.signalAll();
            return new FrameBatch(batch);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts frames that were taken back to the head, in their order; called by the one with the role. They may exceed
     * the bounds by what one batch holds.
     *
     * @return false if the queue was closed meanwhile
     */
    boolean putBack(List<Delivery> deliveries) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            for (int i = deliveries.size() - 1; i >= 0; i--) {
                waiting.addFirst(deliveries.get(i));
                waitingBytes += deliveries.get(i).frame().length;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that waits; the caller keeps the role. */
    List<Delivery> takeWaiting() {
        lock.lock();
        try {
            return takeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that waits; the caller, which had the role, has it no more. */
    List<Delivery> takeAllAndRelease() {
        lock.lock();
        try {
            drained = false;
            return takeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more frames. Gives those that wait; callers that wait for space are sent away. */
    List<Delivery> close() {
        lock.lock();
        try {
            closed = true;
            return takeAll();
        } finally {
            lock.unlock();
        }
    }

    private List<Delivery> takeAll() {
        List<Delivery> all = new ArrayList<>(waiting);
        waiting.clear();
        waitingBytes = 0;
        space.signalAll();
        return all;
    }

    private boolean awaitSpace(int bytes, Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        while (!closed && (waiting.size() >= maxFrames || waitingBytes > maxBytes - bytes)) {
            if (nanos <= 0) {
                return false;
            }
            nanos = space.awaitNanos(nanos);
        }
        return true;
    }
}
