package io.clusterkit.protocol.stream;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.QueueFullException;
import io.clusterkit.protocol.UncertainDeliveryException;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.LentThread;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one member: a queue, the connections that lead there, and the one of them that is written to. That one is
 * kept as long as it lives, since frames keep their order only within one connection. One thread at a time drains the
 * queue: the caller that found it idle, or an I/O thread when a connection must be opened first or there is much to do.
 *
 * <p>An event that follows another one closely is gathered with those that come behind it: nobody waits for an answer to
 * it, and to write and wake the receiver costs 14 µs over TCP on two cores, where a gathered one costs 0.6. What is gathered
 * goes when the {@link Collector} comes, or with the next frame that does not wait, or when it makes a batch of {@link
 * FrameQueue#GATHERED_BYTES}.
 *
 * <p>Thread-safe; calls nobody while it holds a lock.
 */
final class Link implements Collector.Source {
    /** Opens a connection, and blocks while it does. */
    interface Connector {
        StreamConnection connect(Member member) throws IOException;
    }

    /** Flushes that a caller does before it leaves the rest to an I/O thread: its own frame is in the first. */
    private static final int CALLERS_FLUSHES = 8;

    /** How closely an event must follow a write to be gathered. */
    private static final long GATHERING_NANOS = Collector.SHORTEST_PAUSE.toNanos();

    /** Times in a row that the collector finds nothing before it comes no more: to call it costs more than to look. */
    private static final int VAIN_COLLECTIONS = 5;

    /** Connections opened in a row that ended before they took anything. */
    private static final int MAX_VAIN_CONNECTS = 3;

    private final MemberId member;
    private final ClusterRuntime runtime;
    private final Duration patience;
    private final StreamCounters counters;
    private final Executor io;
    private final Connector connector;
    private final Collector collector;
    private final FrameQueue queue;
    private final BooleanSupplier othersSoon = this::followsClosely;
    private final Runnable collectKept = this::collectKept;
    private final Company company;
    private final Object lock = new Object();
    private final Set<StreamConnection> bound = new LinkedHashSet<>(); // guarded by lock; oldest first
    private @Nullable StreamConnection current; // guarded by lock
    private boolean closed; // guarded by lock
    private boolean dropped; // guarded by lock
    private volatile @Nullable Member target; // written under lock; the newest picture, null until something is sent
    private volatile long flushedNanos; // written by the one who drains
    private int vainConnects; // of the one who drains
    private long collectedNanos; // of the collector
    private int vainCollections; // of the collector

    Link(MemberId member, StreamSetup setup, Executor io, Connector connector, Collector collector) {
        this.member = member;
        this.runtime = setup.runtime();
        this.flushedNanos = runtime.time().nanoTime() - GATHERING_NANOS;
        this.patience = setup.options().writeTimeout();
        this.counters = setup.counters();
        this.io = io;
        this.connector = connector;
        this.collector = collector;
        this.company = new Company(setup.runtime().time());
        this.queue = new FrameQueue(
                setup.options().maxQueuedFrames(), setup.options().maxQueuedBytes());
    }

    int waitingFrames() {
        return queue.size();
    }

    /**
     * Queues the frame, and writes it on this thread if nobody else writes and there is a connection.
     *
     * @return false if nothing was done, since the link was dropped as unused: take a new one
     */
    @SuppressWarnings("ReferenceEquality") // another picture of the member, as a rule the same one
    boolean send(Delivery delivery) {
        if (target != delivery.target()) {
            synchronized (lock) {
                if (dropped) {
                    return false;
                }
                target = delivery.target();
            }
        }
        if (delivery.wantsReceipt()) {
            tell(delivery);
        } else {
            ask(delivery);
        }
        return true;
    }

    private void tell(Delivery delivery) {
        FrameQueue.Offer taken = queue.gather(delivery, patience, othersSoon);
        if (taken == FrameQueue.Offer.DRAIN) {
            drain(CALLERS_FLUSHES);
        } else if (taken == FrameQueue.Offer.GATHERED) {
            collector.add(this);
        } else if (taken != FrameQueue.Offer.QUEUED) {
            refused(delivery, taken);
        }
    }

    /** Sends a query or an answer. */
    private void ask(Delivery delivery) {
        LentThread.Lender lender = LentThread.withMoreToRun();
        FrameQueue.Offer taken = lender == null ? queue.offer(delivery, patience) : queue.keep(delivery, patience);
        if (taken == FrameQueue.Offer.DRAIN) {
            if (lender != null || !company.isExpected() || waitForCompany()) {
                drain(CALLERS_FLUSHES);
            }
        } else if (taken == FrameQueue.Offer.DRAIN_FOR_HOST) {
            drain(CALLERS_FLUSHES);
        } else if (taken == FrameQueue.Offer.KEPT) {
            Objects.requireNonNull(lender).afterwards(collectKept);
        } else if (taken != FrameQueue.Offer.QUEUED) {
            refused(delivery, taken);
        }
    }

    /** Lets others add their frames; returns whether it is still on this thread to drain. */
    private boolean waitForCompany() {
        queue.host();
        try {
            company.invite();
        } finally {
            company.came(queue.guests());
        }
        return queue.endHosting();
    }

    private void refused(Delivery delivery, FrameQueue.Offer why) {
        switch (why) {
            case FULL -> {
                counters.queueFull.increment();
                fail(delivery, new QueueFullException("the queue for " + member + " stayed full for " + patience));
            }
            case INTERRUPTED -> fail(delivery, new IOException("interrupted while waiting for space in the queue"));
            case CLOSED -> fail(delivery, closedReason());
            case DRAIN, DRAIN_FOR_HOST, QUEUED, GATHERED, KEPT ->
                throw new IllegalArgumentException(why + " is no refusal");
        }
    }

    /** From now on this connection may be used; false if the link is closed. */
    boolean bind(StreamConnection connection) {
        synchronized (lock) {
            if (closed || dropped) {
                return false;
            }
            bound.add(connection);
        }
        if (!connection.isUsable()) {
            unbind(connection);
        }
        return true;
    }

    void unbind(StreamConnection connection) {
        synchronized (lock) {
            bound.remove(connection);
            if (current == connection) {
                current = null;
            }
        }
    }

    /**
     * Whether nothing leads here and nothing was ever sent; nothing will be then. Anybody who connects can name members
     * as he likes: such names must not pile up.
     */
    boolean dropIfUnused() {
        synchronized (lock) {
            dropped = bound.isEmpty() && target == null;
            return dropped;
        }
    }

    /** Has what waits written by another thread, at once. */
    void writeOut() {
        if (queue.collect()) {
            handOver(this::drainAll, this::failForWantOfThread);
        }
    }

    /**
     * Waits until all is written that was given, or failed.
     *
     * @param nanos at most so long
     * @return whether that is so
     */
    boolean awaitWritten(long nanos) throws InterruptedException {
        return queue.awaitIdle(nanos);
    }

    /** Fails what waits; the connections that led here are the caller's to close. */
    List<StreamConnection> close() {
        List<StreamConnection> connections;
        synchronized (lock) {
            closed = true;
            connections = List.copyOf(bound);
            bound.clear();
            current = null;
        }
        failAll(queue.close(), closedReason());
        return connections;
    }

    /** The connection to write to: the current one while it lives, else the oldest that lives. */
    private @Nullable StreamConnection usable() {
        synchronized (lock) {
            StreamConnection candidate = current;
            if (candidate != null && candidate.isUsable()) {
                return candidate;
            }
            current = null;
            for (StreamConnection other : bound) {
                if (other.isUsable()) {
                    current = other;
                    return other;
                }
            }
            return null;
        }
    }

    /** Writes what waits; called by the one who got the role from the queue, and gives it up or hands it on. */
    private void drain(int flushes) {
        for (int i = 0; !queue.releaseIfEmpty(); i++) {
            StreamConnection connection = usable();
            if (connection == null) {
                handOver(this::connectAndDrain, this::failForWantOfThread);
                return;
            }
            if (i == flushes) {
                handOver(this::drainAll, this::drainAll);
                return;
            }
            FrameBatch batch = queue.take();
            if (batch == null) {
                return;
            }
            flush(connection, batch);
        }
    }

    private void drainAll() {
        drain(Integer.MAX_VALUE);
    }

    private boolean followsClosely() {
        return runtime.time().nanoTime() - flushedNanos < GATHERING_NANOS;
    }

    private void collectKept() {
        if (queue.collect()) {
            drain(CALLERS_FLUSHES);
        }
    }

    /** Called by the collector, one thread at a time. */
    @Override
    public Collector.Found collect() {
        long flushed = flushedNanos;
        boolean writtenByOthers = flushed != collectedNanos && collectedNanos != 0;
        if (writtenByOthers) {
            // Those who send fill batches themselves, and what waits has just come.
            vainCollections = 0;
        } else if (queue.collect()) {
            vainCollections = 0;
            drainAll();
            flushed = flushedNanos;
        } else if (++vainCollections > VAIN_COLLECTIONS && queue.dismissCollector()) {
            vainCollections = 0;
            collectedNanos = 0;
            return Collector.Found.NO_MORE;
        }
        collectedNanos = flushed;
        return writtenByOthers ? Collector.Found.TAKEN_BY_OTHERS : Collector.Found.GATHERED;
    }

    @Override
    public void collectNow() {
        queue.missCollector();
        if (queue.collect()) {
            drainAll();
        }
    }

    private void connectAndDrain() {
        try {
            if (usable() == null) {
                if (vainConnects == MAX_VAIN_CONNECTS) {
                    throw new ConnectException("the other side closed " + MAX_VAIN_CONNECTS + " connections at once");
                }
                vainConnects++;
                StreamConnection connection = connector.connect(Objects.requireNonNull(target));
                if (!connection.addMember(member) || !bind(connection)) {
                    connection.end(closedReason());
                }
            }
        } catch (Throwable failure) {
            // Whatever it was, those who wait must hear of it; a connection that came meanwhile will do as well.
            if (usable() == null) {
                vainConnects = 0;
                failAll(queue.takeAllAndRelease(), failure);
                return;
            }
        }
        drainAll();
    }

    private void flush(StreamConnection connection, FrameBatch batch) {
        try {
            connection.write(batch);
        } catch (Throwable failure) {
            broken(connection, batch, failure);
            return;
        }
        flushedNanos = runtime.time().nanoTime();
        vainConnects = 0;
        counters.flushes.increment();
        counters.framesSent.add(batch.size());
        batch.tellSent();
        queue.recycle(batch);
    }

    /**
     * What was begun is in doubt and fails as such. The rest surely did not leave: it waits for the next connection,
     * unless the member takes nothing any more, which another connection would not change.
     */
    private void broken(StreamConnection connection, FrameBatch batch, Throwable failure) {
        unbind(connection);
        if (batch.isBegun()) {
            connection.end(new IOException("a write failed", failure));
            counters.framesUncertain.add(batch.size());
            failAll(
                    batch.deliveries(),
                    new UncertainDeliveryException(
                            "the connection broke while the frame was written, it may have arrived: " + failure,
                            failure));
        }
        boolean takesNothing = failure instanceof SocketTimeoutException;
        if (!batch.isBegun() && (takesNothing || !queue.putBack(batch))) {
            failAll(batch.deliveries(), takesNothing ? failure : closedReason());
        }
        if (takesNothing) {
            failAll(queue.takeWaiting(), failure);
        }
    }

    private void handOver(Runnable task, Runnable otherwise) {
        try {
            io.execute(task);
        } catch (RuntimeException | Error refused) {
            // An Error if the system has no more threads to give.
            otherwise.run();
        }
    }

    private void failForWantOfThread() {
        failAll(queue.takeAllAndRelease(), new IOException("there is no thread to write to " + member));
    }

    private void failAll(List<Delivery> deliveries, Throwable cause) {
        for (Delivery delivery : deliveries) {
            fail(delivery, cause);
        }
    }

    private void fail(Delivery delivery, Throwable cause) {
        counters.framesFailed.increment();
        Reports.failed(delivery, cause);
    }

    private IOException closedReason() {
        return new IOException("the way to " + member + " is closed");
    }
}
