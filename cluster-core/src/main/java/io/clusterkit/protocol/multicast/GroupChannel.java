package io.clusterkit.protocol.multicast;

import io.clusterkit.protocol.ProtocolContext;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A sender and a receiver that agree on one interface. Thread-safe. */
final class GroupChannel {
    private static final long CLOSE_MILLIS = 300;

    /** A full buffer may have swallowed the first beacon. */
    private static final int ATTEMPTS = 2;

    /**
     * A receiver that takes in other datagrams meanwhile is busy, not deaf. Of 100 members that started at once in one
     * JVM, 8 gave a working interface up without this, and were alone on another.
     */
    private static final int ATTEMPTS_WHEN_BUSY = 16;

    /** A datagram that has not come back by then is lost: another is waited for. */
    private static final Duration RETURN = Duration.ofSeconds(1);

    private final String interfaceName;
    private final MulticastOptions options;
    private final ProtocolContext context;
    private final MulticastCounters counters;
    private final Datagrams datagrams;
    private final GroupReceiver receiver;
    private final Consumer<GroupChannel> onEnd;
    private final ReentrantLock sending = new ReentrantLock(); // held while a datagram is sent, which does not wait
    private @Nullable GroupSender sender; // guarded by sending
    private boolean closed; // guarded by sending
    private volatile boolean ended;
    private volatile @Nullable Beacon expected;
    private volatile long taken; // datagrams; written by the receiving thread only
    private volatile byte @Nullable [] awaited; // one of its own datagrams; it comes back, as a beacon does
    private volatile long awaitedNanos;
    private volatile long heardNanos;
    private volatile boolean heard; // itself, at heardNanos

    /** @param onEnd called if it ends by itself, on its receiving thread */
    GroupChannel(
            String interfaceName,
            MulticastOptions options,
            ProtocolContext context,
            MulticastCounters counters,
            Consumer<GroupChannel> onEnd) {
        this.interfaceName = interfaceName;
        this.options = options;
        this.context = context;
        this.counters = counters;
        this.onEnd = onEnd;
        this.datagrams = new Datagrams(context, counters);
        this.receiver = new GroupReceiver(options, interfaceName, context.io(), this::received, this::receiverEnded);
    }

    String interfaceName() {
        return interfaceName;
    }

    /** Joins the group. */
    void open() throws IOException {
        receiver.open();
    }

    /**
     * Whether a beacon sent here is heard here within {@code patience}, for which it blocks at most; or for eight times
     * as long while others are heard.
     */
    boolean hearsItself(Duration patience) throws IOException {
        Beacon beacon = Beacon.draw(context.runtime().random());
        expected = beacon;
        try {
            int attempts = ATTEMPTS;
            for (int attempt = 0; attempt < attempts && !ended; attempt++) {
                long before = taken;
                transmit(beacon.bytes());
                if (beacon.awaitRelease(Duration.ofNanos(patience.toNanos() / ATTEMPTS)) && !ended) {
                    return true;
                }
                attempts = taken == before ? ATTEMPTS : ATTEMPTS_WHEN_BUSY;
            }
            if (ended) {
                throw new SocketException("closed"); // which says nothing of the interface
            }
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SocketException("interrupted");
        } finally {
            expected = null;
        }
    }

    /** Whether a beacon or another of its datagrams came back within {@code span}. */
    boolean hasHeardItselfWithin(Duration span) {
        return heard && !ended && nanoTime() - heardNanos < span.toNanos();
    }

    /** Sends; after an error once more, with a new sender. */
    void send(byte[] frame) throws IOException {
        long now = nanoTime();
        if (awaited == null || now - awaitedNanos > RETURN.toNanos()) {
            awaitedNanos = now;
            awaited = frame;
        }
        transmit(frame);
    }

    private void transmit(byte[] frame) throws IOException {
        sending.lock();
        try {
            try {
                sender().send(frame);
            } catch (IOException first) {
                dropSender();
                counters.senderRebuilt.increment();
                try {
                    sender().send(frame);
                } catch (IOException second) {
                    dropSender();
                    second.addSuppressed(first);
                    throw second;
                }
            }
        } finally {
            sending.unlock();
        }
    }

    /** Closes both sockets; what waits for a beacon waits no more. */
    void close() {
        sending.lock();
        try {
            closed = true;
            dropSender();
        } finally {
            sending.unlock();
        }
        ended = true;
        Beacon waiting = expected;
        if (waiting != null) {
            waiting.release();
        }
        receiver.close(CLOSE_MILLIS);
    }

    DatagramSocket receiverForTests() {
        return receiver.getSocket();
    }

    private GroupSender sender() throws IOException {
        if (closed) {
            throw new SocketException("closed");
        }
        GroupSender current = sender;
        if (current == null) {
            current = new GroupSender(options, interfaceName);
            sender = current;
        }
        return current;
    }

    private void dropSender() {
        GroupSender current = sender;
        sender = null;
        if (current != null) {
            current.close();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void received(DatagramPacket packet) {
        taken++;
        if (!Beacon.isBeacon(packet)) {
            if (isAwaited(packet)) {
                awaited = null;
                heardItself();
            }
            datagrams.take(packet);
            return;
        }
        Beacon waiting = expected;
        if (waiting != null && waiting.isIn(packet)) {
            heardItself();
            waiting.release();
        } else {
            counters.foreignBeacons.increment();
        }
    }

    private boolean isAwaited(DatagramPacket packet) {
        byte[] own = awaited;
        int from = packet.getOffset();
        return own != null
                && own.length == packet.getLength()
                && Arrays.equals(packet.getData(), from, from + own.length, own, 0, own.length);
    }

    private void heardItself() {
        heardNanos = nanoTime();
        heard = true;
    }

    private long nanoTime() {
        return context.runtime().time().nanoTime();
    }

    private void receiverEnded() {
        if (!ended) {
            ended = true;
            onEnd.accept(this);
        }
    }
}
