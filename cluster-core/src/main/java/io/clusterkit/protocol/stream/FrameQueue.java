package io.clusterkit.protocol.stream;

import io.clusterkit.protocol.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for one member, bounded in number and bytes, and the role of the one that drains them: whoever
 * offers to a queue that nobody drains gets the role and keeps it until {@link #take} says there is nothing more. Frames
 * that may be gathered wait for others before somebody drains them: a collector comes for them soon, or whoever offers
 * one that is not to wait, or the one that makes a batch full. The one that is to drain may {@link #host} others before.
 * Thread-safe; it calls nothing back.
 */
final class FrameQueue {
    /** Bytes gathered before their sender writes them itself: a write of that many costs little for each frame. */
    static final int GATHERED_BYTES = 60 << 10;

    /**
     * With so many frames who offers the last of them does not wait for the host, but drains: the other side works on them
     * while the other callers here ask. If all went by one write, each side would stand still while the other works.
     */
    static final int ENOUGH_FRAMES = 8;

    private final int maxFrames;
    private final int maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition space = lock.newCondition();
    private final Condition idle = lock.newCondition();
    private final ArrayDeque<FrameBatch> waiting = new ArrayDeque<>(); // guarded by lock
    private int waitingFrames; // guarded by lock
    private long waitingBytes; // guarded by lock
    private int lastFrames; // guarded by lock; of the batch taken last: the next one will be much the same
    private int lastBytes; // guarded by lock
    private byte @Nullable [] room; // guarded by lock; for the next batch, while a collector comes
    private boolean drained; // guarded by lock; somebody has the role
    private boolean hosted; // guarded by lock; somebody lets others come, and looks then
    private int guests; // guarded by lock; that came while somebody let them
    private boolean collected; // guarded by lock; a collector comes for what is gathered
    private boolean closed; // guarded by lock

    FrameQueue(int maxFrames, int maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    /** What became of an offered frame. */
    enum Offer {
        /** Taken; the caller must drain. */
        DRAIN,
        /** Taken; the caller must drain in place of the host, as enough is there. */
        DRAIN_FOR_HOST,
        /** Taken; somebody else drains, or will when he has been the host. */
        QUEUED,
        /** Taken; the caller must see to it that a collector comes soon. */
        GATHERED,
        /** Taken; the caller must {@link #collect} it soon. */
        KEPT,
        /** Not taken: no space within the caller's patience. */
        FULL,
        /** Not taken: the caller was interrupted while it waited; it is marked so again. */
        INTERRUPTED,
        /** Not taken: the queue is closed. */
        CLOSED
    }

    // Three ways in, each a method of its own: the JVM compiles a method for what it has seen. One for all would be
    // compiled for queries, and anew, with all that is written behind it, when the first events come.

    /** Adds a frame that may not wait for others: somebody waits for the answer. Waits up to {@code patience} for space. */
    Offer offer(Delivery delivery, Duration patience) {
        lock.lock();
        try {
            Offer refused = add(delivery, patience);
            if (refused != null) {
                return refused;
            }
            if (!hosted) {
                return toBeDrained();
            }
            guests++;
            if (drained || waitingFrames < ENOUGH_FRAMES) {
                return Offer.QUEUED;
            }
            drained = true;
            return Offer.DRAIN_FOR_HOST;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets others offer before what waits is drained. Called by the one that {@link #offer} gave the role, which has it no
     * more, and must come back soon ({@link #endHosting}).
     */
    void host() {
        lock.lock();
        try {
            hosted = true;
            guests = 0;
            release();
        } finally {
            lock.unlock();
        }
    }

    /** How many have come since {@link #host}. */
    int guests() {
        lock.lock();
        try {
            return guests;
        } finally {
            lock.unlock();
        }
    }

    /** The host is back; returns whether it must drain now. */
    boolean endHosting() {
        lock.lock();
        try {
            hosted = false;
            return collectLocked();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a frame that waits for its sender, who comes back for it; otherwise as {@link #offer}. */
    Offer keep(Delivery delivery, Duration patience) {
        lock.lock();
        try {
            Offer refused = add(delivery, patience);
            if (refused != null) {
                return refused;
            }
            return drained || waitingBytes >= GATHERED_BYTES ? toBeDrained() : Offer.KEPT;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a frame that may wait for the collector; otherwise as {@link #offer}.
     *
     * @param othersSoon whether others will likely follow; asked, with the lock held, if none waits already
     */
    Offer gather(Delivery delivery, Duration patience, BooleanSupplier othersSoon) {
        lock.lock();
        try {
            Offer refused = add(delivery, patience);
            if (refused != null) {
                return refused;
            }
            if (drained || waitingBytes >= GATHERED_BYTES || (waitingFrames == 1 && !othersSoon.getAsBoolean())) {
                return toBeDrained();
            }
            boolean expected = collected;
            collected = true;
            return expected ? Offer.QUEUED : Offer.GATHERED;
        } finally {
            lock.unlock();
        }
    }

    /** Returns why it could not be added, or null. */
    private @Nullable Offer add(Delivery delivery, Duration patience) {
        int bytes = delivery.frameLength();
        try {
            if (!hasSpace(bytes) && !awaitSpace(bytes, patience)) {
                return Offer.FULL;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Offer.INTERRUPTED;
        }
        if (closed) {
            return Offer.CLOSED;
        }
        FrameBatch last = waiting.peekLast();
        if (last != null && last.hasRoom(bytes)) {
            last.add(delivery, bytes);
        } else {
            FrameBatch next = newBatch(bytes);
            next.add(delivery, bytes);
            waiting.add(next);
        }
        waitingFrames++;
        waitingBytes += bytes;
        return null;
    }

    private FrameBatch newBatch(int bytes) {
        byte[] known = room;
        room = null;
        if (known == null || known.length < bytes) {
            known = new byte[Math.max(bytes, lastBytes)];
        }
        return new FrameBatch(known, lastFrames);
    }

    /** The batch was written: its room may be used for others. */
    void recycle(FrameBatch batch) {
        lock.lock();
        try {
            if (collected && batch.room().length <= FrameBatch.MOST_BYTES) {
                room = batch.room();
            }
        } finally {
            lock.unlock();
        }
    }

    private Offer toBeDrained() {
        boolean bySomebody = drained;
        drained = true;
        return bySomebody ? Offer.QUEUED : Offer.DRAIN;
    }

    /** Called by the collector when its time has come; returns whether it must drain now. */
    boolean collect() {
        lock.lock();
        try {
            return collectLocked();
        } finally {
            lock.unlock();
        }
    }

    private boolean collectLocked() {
        if (drained || waiting.isEmpty()) {
            return false;
        }
        drained = true;
        return true;
    }

    /** Whether the collector may go, as nothing waits; the next gathered frame then needs another one. */
    boolean dismissCollector() {
        lock.lock();
        try {
            collected = drained || !waiting.isEmpty();
            if (!collected) {
                room = null;
            }
            return !collected;
        } finally {
            lock.unlock();
        }
    }

    /** No collector will come: the next gathered frame needs one. */
    void missCollector() {
        lock.lock();
        try {
            collected = false;
        } finally {
            lock.unlock();
        }
    }

    /** How many frames wait. */
    int size() {
        lock.lock();
        try {
            return waitingFrames;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits; the caller then has the role no more. */
    boolean releaseIfEmpty() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                release();
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
            FrameBatch batch = waiting.poll();
            if (batch == null) {
                release();
                return null;
            }
            waitingFrames -= batch.size();
            waitingBytes -= batch.length();
            lastFrames = batch.size();
            lastBytes = Math.min(batch.length(), FrameBatch.MOST_BYTES);
            space.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts a batch that was taken back to the head; called by the one with the role. It may exceed the bounds by that one
     * batch.
     *
     * @return false if the queue was closed meanwhile
     */
    boolean putBack(FrameBatch batch) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.addFirst(batch);
            waitingFrames += batch.size();
            waitingBytes += batch.length();
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
            release();
            return takeAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until nobody drains and nothing waits.
     *
     * @param nanos at most so long
     * @return whether that is so
     */
    boolean awaitIdle(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (drained || !waiting.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
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

    /** With the lock. */
    private void release() {
        drained = false;
        idle.signalAll();
    }

    private List<Delivery> takeAll() {
        List<Delivery> all = new ArrayList<>(waitingFrames);
        waiting.forEach(batch -> all.addAll(batch.deliveries()));
        waiting.clear();
        waitingFrames = 0;
        waitingBytes = 0;
        space.signalAll();
        return all;
    }

    private boolean hasSpace(int bytes) {
        return closed || (waitingFrames < maxFrames && waitingBytes <= maxBytes - bytes);
    }

    private boolean awaitSpace(int bytes, Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        while (!hasSpace(bytes)) {
            if (nanos <= 0) {
                return false;
            }
            nanos = space.awaitNanos(nanos);
        }
        return true;
    }
}
