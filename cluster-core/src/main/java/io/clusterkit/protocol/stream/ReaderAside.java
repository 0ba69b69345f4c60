package io.clusterkit.protocol.stream;

import io.clusterkit.runtime.WaitingCallers;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The reader of a connection, standing aside: having read an answer that a caller waited for, it does not read again at
 * once, since then nobody else could until something comes, but rests a moment. A caller that asks again meanwhile reads
 * itself. When none comes, or when the one that came leaves, the reader goes on, so that nobody reads for {@link
 * #REST_NANOS} twice at most; of several that stand aside one looks for all. Whatever fails while a caller reads is the
 * reader's to see.
 *
 * <p>Called by the one that has the role of the reader, but for what callers do by {@link WaitingCallers.Source}.
 */
final class ReaderAside implements WaitingCallers.Source {
    /** What is read. */
    interface Input {
        /** How many bytes can be read at once. */
        int available() throws IOException;

        /** Reads and hands on. */
        void readChunk() throws IOException;
    }

    /**
     * Long enough for a caller to look at an answer and ask anew, short beside what anybody notices of an event. A rest
     * ends with a timer and a thread that runs, 30 to 45 µs on the caller's processor; rests that grew to four times as long
     * brought p99 from 50.0 to 47.8 µs where both ends share it, and had events behind queries wait as much longer.
     */
    private static final long REST_NANOS = 400_000;

    /** While another reader sees whether callers still come, and wakes this one. */
    private static final long LONG_REST_NANOS = 5_000_000;

    /** Callers that must come to say that it was worth it. */
    private static final int WORTH_VISITS = 4;

    /** Callers in a row that find nothing here, as they asked others, before they are not to look any more. */
    private static final int VAIN_VISITS = 64;

    /** Answers for which the reader does not stand aside, at most, after it was in vain. */
    private static final int MOST_LEFT_OUT = 1024;

    private final TakeableRole role;
    private final WaitingCallers callers;
    private final Input input;
    private final LongConsumer rest;
    private boolean answered; // of the one that reads, as all that is not volatile
    private boolean others;
    private boolean broughtSomething;
    private int vainVisits;
    private int leftOut;
    private int nextLeftOut = 1;
    private @Nullable Throwable failure;
    private volatile @Nullable Thread reader; // while it stands aside
    private volatile boolean goOn;
    private final AtomicInteger visits = new AtomicInteger();

    /**
     * The reader is at work.
     *
     * @param rest how it rests for so many nanoseconds; it is unparked when it is to go on
     */
    ReaderAside(TakeableRole role, WaitingCallers callers, Input input, LongConsumer rest) {
        this.role = role;
        this.callers = callers;
        this.input = input;
        this.rest = rest;
    }

    /** An answer was read that a caller waits for. */
    void answered() {
        answered = true;
    }

    /** Something was read that is not for callers. */
    void others() {
        others = true;
    }

    /** Whether it is a caller that reads. */
    boolean isVisited() {
        return role.isVisited();
    }

    /**
     * Stands aside if that is likely to pay, and returns when the calling thread is to read.
     *
     * @throws IOException if a caller's reading ended so
     */
    void letCallersRead() throws IOException {
        boolean only = answered && !others;
        answered = false;
        others = false;
        if (!only) {
            return;
        }
        if (leftOut > 0) {
            leftOut--;
        } else if (callers.welcomeOffers() && input.available() == 0) {
            standAside();
        }
    }

    private void standAside() throws IOException {
        int before = visits.get();
        vainVisits = 0;
        goOn = false;
        reader = Thread.currentThread();
        role.standAside();
        callers.offer(this);
        int seen = before;
        boolean resumed = false;
        while (!resumed) {
            boolean first = callers.isFirst(this);
            rest.accept(first ? REST_NANOS : LONG_REST_NANOS);
            int now = visits.get();
            if (first && now == seen && !role.isVisited()) {
                callers.wakeReaders(); // this one as well
            }
            resumed = goOn && role.resume();
            seen = now;
        }
        callers.withdraw(this);
        reader = null;
        if (visits.get() - before < WORTH_VISITS) {
            nextLeftOut = Math.min(2 * nextLeftOut, MOST_LEFT_OUT);
            leftOut = nextLeftOut;
        } else {
            nextLeftOut = 1;
        }
        answered = false;
        others = false;
        rethrow();
    }

    private void rethrow() throws IOException {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof IOException broken) {
            throw broken;
        } else if (thrown instanceof RuntimeException failed) {
            throw failed;
        } else if (thrown instanceof Error failed) {
            throw failed;
        }
    }

    @Override
    public boolean take() {
        if (goOn || !role.visit()) {
            return false;
        }
        broughtSomething = false;
        visits.incrementAndGet();
        return true;
    }

    @Override
    public Look look() {
        try {
            if (input.available() == 0) {
                return Look.NOTHING;
            }
            broughtSomething = true;
            input.readChunk();
        } catch (Throwable thrown) {
            failure = thrown;
            return Look.ENOUGH;
        }
        return others ? Look.ENOUGH : Look.READ;
    }

    @Override
    public void giveBack(boolean toReader) {
        vainVisits = broughtSomething ? 0 : vainVisits + 1;
        boolean vain = vainVisits == VAIN_VISITS;
        role.endVisit();
        if (toReader || vain || goOn) {
            wakeReader();
        }
    }

    @Override
    public void wakeReader() {
        goOn = true;
        nudge();
    }

    @Override
    public void nudge() {
        Thread resting = reader;
        if (resting != null && resting != Thread.currentThread()) {
            LockSupport.unpark(resting);
        }
    }
}
