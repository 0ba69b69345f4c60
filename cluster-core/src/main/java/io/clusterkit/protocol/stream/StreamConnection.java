package io.clusterkit.protocol.stream;

import io.clusterkit.member.MemberId;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.Receiver;
import io.clusterkit.protocol.UncertainDeliveryException;
import io.clusterkit.runtime.WaitingCallers;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.TcpNetConnection;

/**
 * One socket. A thread of its own reads it and hands the bytes on; writers take turns. Its end is noticed by the
 * reader, and told to its owner before anybody can write into the void. Thread-safe.
 */
final class StreamConnection extends TcpNetConnection implements Origin, ReaderAside.Input {
    private static final Logger log = LoggerFactory.getLogger(StreamConnection.class);

    private static final int READ_BYTES = 64 << 10;
    private static final byte[] NOTHING = {};

    /** Members that may be bound to one connection; who names more of them is not believed. */
    private static final int MAX_MEMBERS = 64;

    /** What a connection can be used for; it only ever moves down this list. */
    enum State {
        /** Read and written. */
        OPEN,
        /** Nothing new is written: one side writes no more, or soon will not. What comes is still read. */
        LEAVING,
        CLOSED
    }

    private final Socket socket;
    private final boolean local;
    private final StreamSetup setup;
    private final ConnectionOwner owner;
    private final Set<MemberId> members = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private final Object writeOrder = new Object();
    private final ReceiptExchange exchange;

    private volatile State state = State.OPEN; // written under lock
    private volatile long activeNanos;
    private volatile boolean reading;
    private volatile boolean handingOn; // what takes the bytes may let the reader wait
    private volatile @Nullable IOException endedBy;
    private volatile @Nullable Receiver receiver;
    private int writers; // guarded by lock
    private long writingSinceNanos; // guarded by lock; means something while there are writers
    private long leavingSinceNanos; // guarded by lock; means something while leaving
    private boolean readEnded; // guarded by lock
    private boolean saysNoMore; // guarded by lock; its output is shut, or is when nobody writes any more
    private final TakeableRole role = new TakeableRole();
    private final Yielding yielding; // of the reader
    private final ReaderTasks tasks;
    private final ReaderAside aside;
    private byte[] buffer = NOTHING; // of the reader

    StreamConnection(
            Socket socket,
            boolean server,
            @Nullable ApplicationEventPublisher publisher,
            @Nullable String factoryName,
            boolean local,
            StreamSetup setup,
            ConnectionOwner owner) {
        super(socket, server, false, publisher, factoryName);
        this.socket = socket;
        this.local = local;
        this.setup = setup;
        this.owner = owner;
        this.exchange = new ReceiptExchange(setup.packets(), setup.sockets().id());
        this.yielding = new Yielding(setup.time());
        this.tasks = new ReaderTasks(role, setup.time(), () -> owner.lent(this), () -> owner.readElsewhere(this));
        this.aside = new ReaderAside(role, setup.callers(), this, WaitingCallers::rest);
        this.activeNanos = setup.time().nanoTime();
    }

    /** Says who takes its bytes; before it is read. */
    void receiver(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public String protocol() {
        return setup.sockets().id();
    }

    @Override
    public String address() {
        return setup.sockets().remoteAddress(socket);
    }

    @Override
    public boolean isLocal() {
        return local;
    }

    @Override
    public void identified(MemberId member) {
        owner.identified(this, member);
    }

    /** Notes that it leads to this member; false if it leads to too many already. */
    boolean addMember(MemberId member) {
        return members.contains(member) || (members.size() < MAX_MEMBERS && members.add(member));
    }

    Set<MemberId> members() {
        return members;
    }

    /** Whether something may be written to it, as far as can be known. */
    boolean isUsable() {
        return state == State.OPEN;
    }

    /**
     * Writes the batch and flushes. Blocks until the kernel took all of it; {@link #check} puts an end to a write that
     * takes too long. After an exception the connection is closed or closing, and the batch knows what was begun.
     */
    void write(FrameBatch batch) throws IOException {
        write(batch, State.OPEN);
    }

    private void write(FrameBatch batch, State last) throws IOException {
        synchronized (lock) {
            if (state.compareTo(last) > 0 || saysNoMore) {
                throw new SocketException("the connection is closed");
            }
            writers++;
            writingSinceNanos = setup.time().nanoTime();
        }
        Receipts.Known known;
        try {
            known = writeInOrder(batch);
        } catch (RuntimeException failure) {
            IOException reason = endedBy;
            if (reason == null) {
                reason = failure.getCause() instanceof IOException cause ? cause : new IOException(failure);
            }
            throw reason;
        } finally {
            endWrite();
        }
        known.arrived().forEach(Receipts.Run::tellSent);
        failUncertain(known.uncertain());
    }

    /**
     * Writes, and notes what a receipt is expected for, in the order of writing. Under a lock although it writes: Spring
     * Integration's own lock is held for as long.
     */
    private Receipts.Known writeInOrder(FrameBatch batch) {
        synchronized (writeOrder) {
            exchange.beforeWrite(batch);
            if (batch.events() > 0) {
                aside.wakeReader(); // no caller reads their receipts
            }
            send(new BatchMessage(batch));
            return exchange.afterWrite(batch);
        }
    }

    @Override
    public void confirmed(long events) {
        aside.others();
        exchange.confirmed(events).forEach(Receipts.Run::tellSent);
    }

    @Override
    public void taken(long events) {
        aside.others();
        if (exchange.taken(events)) {
            owner.receiptDue(this);
        }
    }

    /** Says how many events came, if that is news. May block as a write does. */
    void sendReceipt() {
        FrameBatch receipt = exchange.nextReceipt();
        if (receipt == null) {
            return;
        }
        try {
            write(receipt, State.LEAVING);
        } catch (IOException closing) {
            log.debug("no receipt for connection {}", getConnectionId(), closing);
        }
    }

    /** There was no thread to send it; the next events try again. */
    void receiptNotSent() {
        exchange.postponed();
    }

    private static void failUncertain(List<Receipts.Run> uncertain) {
        for (Receipts.Run run : uncertain) {
            run.tellFailed(new UncertainDeliveryException(
                    "the connection ended before the other side confirmed the frame, it may have arrived",
                    new EOFException("no receipt")));
        }
    }

    private void endWrite() {
        boolean last;
        boolean leaves;
        synchronized (lock) {
            writers--;
            writingSinceNanos = setup.time().nanoTime();
            activeNanos = writingSinceNanos;
            last = writers == 0 && readEnded;
            leaves = writers == 0 && saysNoMore;
        }
        if (last) {
            close();
        } else if (leaves) {
            sayNoMore();
        }
    }

    /** Runs the task when the bytes at hand are taken in; not on a thread of the application's that just reads. */
    @Override
    public boolean lend(Runnable task) {
        aside.others();
        if (aside.isVisited()) {
            return false;
        }
        tasks.add(task);
        return true;
    }

    @Override
    public void answeredWaiting() {
        aside.answered();
    }

    /** Whether a task has run on the reader's thread for longer than this; another thread must then {@link #readOn}. */
    boolean takeReadingAfter(long nanos, long nowNanos) {
        return role.takeAfter(nanos, nowNanos);
    }

    boolean isLent() {
        return role.isLent();
    }

    @Override
    public int available() throws IOException {
        return inputStream().available();
    }

    /** Reads what is there, waiting for at least one byte, and hands it on. Called by the one that reads only. */
    @Override
    public void readChunk() throws IOException {
        int length = inputStream().read(buffer);
        if (length < 0) {
            throw new EOFException("closed by the other side");
        }
        Receiver taker = receiver;
        if (length > 0 && taker != null) {
            handingOn = true;
            try {
                taker.stream(buffer, 0, length);
            } finally {
                activeNanos = setup.time().nanoTime();
                handingOn = false;
            }
        }
    }

    /** Reads until the end, on a thread of its own. */
    @Override
    public void run() {
        buffer = new byte[READ_BYTES];
        reading = true;
        publishConnectionOpenEvent();
        readOn();
    }

    /** Reads until the end, or until another thread does because this one is kept by a task. */
    void readOn() {
        role.assume();
        boolean reader = true;
        try {
            while (reader) {
                reader = tasks.run();
                if (reader) {
                    aside.letCallersRead();
                    // What they were handed they may answer, and so there is more to read at once.
                    yielding.letOthersRun();
                    readChunk();
                }
            }
        } catch (Exception failure) {
            handleReadException(failure);
        } catch (Throwable failure) {
            // An Error would leave an open socket without a reader.
            owner.receiverFailed(this, failure);
            end(new IOException("what takes its bytes failed", failure));
        } finally {
            if (reader) {
                // Spring Integration's factories keep hold of closed connections for a while.
                buffer = NOTHING;
            }
        }
    }

    /** Ends the reading, whatever the trouble was. */
    @Override
    protected boolean handleReadException(Exception exception) {
        Throwable cause = exception instanceof UncheckedIOException ? exception.getCause() : exception;
        if (cause instanceof EOFException) {
            endOfStream();
        } else if (cause instanceof IOException broken) {
            if (endedBy == null && state != State.CLOSED) {
                setup.counters().broken.increment();
            }
            end(broken);
        } else {
            owner.receiverFailed(this, exception);
            end(new IOException("what takes its bytes failed", exception));
        }
        return true;
    }

    /** The other side writes no more; what this side is just writing may still arrive. */
    private void endOfStream() {
        sendReceipt(); // the last one: what it waits for before it closes as well
        boolean now;
        synchronized (lock) {
            moveTo(State.LEAVING, "the other side writes no more");
            readEnded = true;
            now = writers == 0;
        }
        owner.unusable(this);
        if (now) {
            close();
        }
    }

    /** Ends it if it does not do what it should. Called regularly, on the control loop. */
    void check(long nowNanos) {
        StreamOptions options = setup.options();
        long writing;
        long leaving;
        synchronized (lock) {
            writing = writers > 0 ? nowNanos - writingSinceNanos : 0;
            leaving = state == State.LEAVING ? nowNanos - leavingSinceNanos : 0;
        }
        long idle = handingOn ? 0 : nowNanos - activeNanos;
        if (writing > options.writeTimeout().toNanos()) {
            setup.counters().writeTimeout.increment();
            end(new SocketTimeoutException("a write did not end within " + options.writeTimeout()));
        } else if (Math.min(leaving, idle) > options.writeTimeout().toNanos()) {
            end(new SocketTimeoutException("the other side does not close"));
        } else if (!reading && idle > options.connectTimeout().toNanos()) {
            setup.counters().refused.increment();
            end(new IOException("there is no thread to read it"));
        } else if (idle > options.idleTimeout().toNanos() && leaveUnlessWriting()) {
            setup.counters().idle.increment();
            owner.unusable(this);
            sayNoMore();
        }
    }

    /**
     * Closes this side's half only: the other side sees the end, finishes what it is just writing and closes; an abrupt
     * close would lose what is on its way here.
     */
    private void sayNoMore() {
        try {
            shutdownOutput();
        } catch (IOException alreadyBroken) {
            end(alreadyBroken);
        }
    }

    /**
     * Ends it without losing anything: writes no more, says so behind what is written, and reads on until the other side
     * has closed as well, or hangs. Does not wait for that.
     */
    void leave(String reason) {
        boolean now;
        synchronized (lock) {
            if (state == State.CLOSED || saysNoMore) {
                return;
            }
            moveTo(State.LEAVING, reason);
            saysNoMore = true;
            now = writers == 0;
        }
        owner.unusable(this);
        if (now) {
            sayNoMore();
        }
    }

    /**
     * The other side will end it: nothing new is written, but what comes is read and receipted until then, or until the
     * other side hangs.
     */
    void awaitEnd(String reason) {
        boolean first;
        synchronized (lock) {
            first = moveTo(State.LEAVING, reason);
        }
        if (first) {
            owner.unusable(this);
        }
    }

    /** Closes it and keeps the reason, which those who write then get. */
    void end(IOException reason) {
        if (endedBy == null && state != State.CLOSED) {
            endedBy = reason;
        }
        close();
    }

    @Override
    public void close() {
        super.close();
        boolean first;
        synchronized (lock) {
            first = moveTo(State.CLOSED, "closed");
        }
        if (first) {
            setup.counters().closed.increment();
            owner.unusable(this);
            owner.closed(this);
            failUncertain(exchange.close());
            aside.wakeReader();
        }
    }

    private boolean leaveUnlessWriting() {
        synchronized (lock) {
            boolean leaves = writers == 0 && moveTo(State.LEAVING, "idle");
            saysNoMore |= leaves;
            return leaves;
        }
    }

    /** With the lock. */
    private boolean moveTo(State next, String reason) {
        if (next.compareTo(state) <= 0) {
            return false;
        }
        state = next;
        leavingSinceNanos = setup.time().nanoTime();
        log.debug("connection {} is {}: {}", getConnectionId(), next, reason);
        return true;
    }
}
