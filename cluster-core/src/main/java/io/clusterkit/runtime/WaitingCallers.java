package io.clusterkit.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for answers, and what they may read themselves meanwhile, so that no other thread must be woken to
 * read and then wake them (docs/decisions/0022). Who usually reads offers his source and rests; a caller that waits takes
 * what is offered and polls it, for at most {@link #LONGEST_NANOS}, then waits as if there were nothing of this. Of several
 * callers, who have nothing to read, each lets the others run before it sleeps ({@link TurnsBeforeSleep}). Thread-safe.
 */
public final class WaitingCallers {
    /** What a thread that waits may read in place of the one who usually does. */
    public interface Source {
        /** What came of a look at a source. */
        enum Look {
            /** There was nothing to read. */
            NOTHING,
            /** Something was read. */
            READ,
            /** Whatever there is is not for callers: give it back. */
            ENOUGH
        }

        /** Whether the calling thread may {@link #look} from now on, until it gives it back. */
        boolean take();

        /** Reads what is at hand without waiting for more. Does not throw: what fails is its usual reader's affair. */
        Look look();

        /**
         * The calling thread reads no more.
         *
         * @param toReader whether its usual reader goes on at once
         */
        void giveBack(boolean toReader);

        /** Has its usual reader go on as soon as no caller reads any more. */
        void wakeReader();

        /** Has its usual reader look again how long it is to rest ({@link WaitingCallers#isFirst}). */
        void nudge();
    }

    /** How long a caller looks for an answer that does not come, before it waits and lets the reader read. */
    private static final long LONGEST_QUIET_NANOS = 150_000;

    /** How long a caller reads in all: what it reads may be for others, and it may be interrupted. */
    private static final long LONGEST_NANOS = 1_000_000;

    /** A yield that took as long as this gave the processor to somebody who computes. */
    private static final long LONG_YIELD_NANOS = 1_000_000;

    /** For how many answers callers leave the reading alone after such a yield. */
    private static final int LEFT_OFF = 1024;

    private static final Source[] NONE = {};
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtualMethod();

    private final boolean mayRead;
    private final LongSupplier nanoTime;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Source[] offered = NONE; // copied on write, under the monitor
    private final AtomicInteger leftOff = new AtomicInteger();
    private final TurnsBeforeSleep turns;

    /**
     * Nobody waits yet.
     *
     * @param mayRead whether those who wait may read
     */
    public WaitingCallers(boolean mayRead) {
        this(mayRead, System::nanoTime); // an application's clock may stand still
    }

    /** As {@link #WaitingCallers(boolean)}, by another clock. */
    WaitingCallers(boolean mayRead, LongSupplier nanoTime) {
        this.mayRead = mayRead;
        this.nanoTime = nanoTime;
        this.turns = new TurnsBeforeSleep(nanoTime);
    }

    /** Whether a reader may offer its source: it pays if there is one caller; many are woken by one who reads for all. */
    public boolean welcomeOffers() {
        if (!mayRead || waiting.get() > 1) {
            return false;
        }
        return leftOff.get() == 0 || leftOff.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
    }

    /** From now on callers may take this. */
    public synchronized void offer(Source source) {
        Source[] more = Arrays.copyOf(offered, offered.length + 1);
        more[more.length - 1] = source;
        offered = more;
    }

    /** Callers may not take this any more. */
    @SuppressWarnings("ReferenceEquality") // each is there once
    public void withdraw(Source source) {
        Source[] left;
        synchronized (this) {
            left = Arrays.stream(offered).filter(each -> each != source).toArray(Source[]::new);
            offered = left;
        }
        if (left.length > 0) {
            left[0].nudge();
        }
    }

    /**
     * Whether this is the one whose reader sees whether callers still come. They take all that is offered, so one reader
     * can see it for all.
     */
    @SuppressWarnings("ReferenceEquality") // each is there once
    public boolean isFirst(Source source) {
        Source[] there = offered;
        return there.length > 0 && there[0] == source;
    }

    /** Callers come no more, or somebody waits who does not read: all readers go on. */
    public void wakeReaders() {
        for (Source source : offered) {
            source.wakeReader();
        }
    }

    /** The calling thread rests until it is unparked, or for so many nanoseconds; also less. */
    public static void rest(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    /** The calling thread begins to wait; {@link #ended} must follow. */
    public void begin() {
        waiting.incrementAndGet();
    }

    /** The calling thread waits no more. */
    public void ended() {
        waiting.decrementAndGet();
    }

    /**
     * Reads what is offered until this is true, the calling thread is interrupted, or it takes too long; lets other callers
     * run if nothing is offered. Called between {@link #begin} and {@link #ended}, by a thread that will wait by other
     * means if this was in vain.
     */
    public void read(BooleanSupplier done) {
        Thread caller = Thread.currentThread();
        if (isVirtual(caller)) {
            wakeReaders();
            return;
        }
        if (caller.isInterrupted()) {
            return;
        }
        if (!readOffered(done) && waiting.get() > 1) {
            turns.letOthersRun(done);
        }
    }

    /** Returns whether there was something to read, not what came of it. */
    private boolean readOffered(BooleanSupplier done) {
        Source[] there = offered;
        if (there.length == 0) {
            return false;
        }
        Source[] taken = new Source[there.length];
        int count = 0;
        for (Source source : there) {
            if (source.take()) {
                taken[count++] = source;
            }
        }
        if (count == 0) {
            return false;
        }
        boolean found = false;
        try {
            found = look(taken, count, done);
        } finally {
            // Who began to wait meanwhile could not take them.
            boolean toReader = !found || waiting.get() > 1;
            for (int i = 0; i < count; i++) {
                Source source = taken[i];
                if (source != null) {
                    source.giveBack(toReader);
                }
            }
            if (!toReader && waiting.get() > 1) {
                for (Source source : there) {
                    source.wakeReader();
                }
            }
        }
        return true;
    }

    @SuppressWarnings("ThreadPriorityCheck") // a hint; nothing goes wrong where it is not taken
    private boolean look(@Nullable Source[] taken, int count, BooleanSupplier done) {
        Thread caller = Thread.currentThread();
        long began = nanoTime.getAsLong();
        long quietSince = began;
        while (true) {
            boolean read = false;
            for (int i = 0; i < count; i++) {
                Source source = taken[i];
                if (source == null) {
                    continue;
                }
                Source.Look look = source.look();
                read |= look == Source.Look.READ;
                if (look == Source.Look.ENOUGH) {
                    taken[i] = null;
                    source.giveBack(true);
                }
            }
            if (done.getAsBoolean()) {
                return true;
            }
            long now = nanoTime.getAsLong();
            if (read) {
                quietSince = now;
            }
            if (now - quietSince > LONGEST_QUIET_NANOS || now - began > LONGEST_NANOS || caller.isInterrupted()) {
                return false;
            }
            if (!read) {
                Thread.yield(); // who answers may need this very processor
                if (nanoTime.getAsLong() - now > LONG_YIELD_NANOS) {
                    leftOff.set(LEFT_OFF);
                    return false;
                }
            }
        }
    }

    /** A virtual thread waits at no cost, and would keep its carrier by looking. */
    private static boolean isVirtual(Thread thread) {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable impossible) {
            throw new AssertionError("Thread.isVirtual", impossible);
        }
    }

    private static @Nullable MethodHandle isVirtualMethod() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException before21) {
            return null;
        }
    }
}
