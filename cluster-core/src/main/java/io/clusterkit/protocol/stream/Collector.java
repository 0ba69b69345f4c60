package io.clusterkit.protocol.stream;

import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Comes for the events that links gather: one thread for all links of a protocol, as long as something is gathered. It
 * pauses for a multiple of what its last round took, so that it writes more at once when there is more to do: with eight
 * busy links and the shortest pause, each write would carry four events.
 *
 * <p>A link whose member does not read keeps its thread; another one then goes on with the others. Thread-safe.
 */
final class Collector {
    /** Less than a round trip over loopback. */
    static final Duration SHORTEST_PAUSE = Duration.ofNanos(100_000);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(1);

    /** When all senders write themselves: each time it comes it takes the processor from one of them. */
    private static final Duration PAUSE_WHEN_NOT_NEEDED = Duration.ofNanos(400_000);

    /** Pauses take so many times what a round takes. */
    private static final int PAUSES = 8;

    /** How long one link may keep the thread from the others. */
    private static final Duration PATIENCE = Duration.ofMillis(5);

    /** What a source had. */
    enum Found {
        /** It took what was gathered, or there was nothing: to come again. */
        GATHERED,
        /** Who gathers takes it himself: to come again, later than otherwise. */
        TAKEN_BY_OTHERS,
        /** Nothing any more: not to come again. */
        NO_MORE
    }

    /** What gathers. */
    interface Source {
        /** Takes what is gathered. May block. */
        Found collect();

        /** There is no thread that comes: takes what is gathered on this one, the caller's of {@link #add}. */
        void collectNow();
    }

    private final ClusterRuntime runtime;
    private final TaskLoop loop;
    private final Executor io;

    /** Those to come for, but for the one at which a thread is just now. */
    private final Queue<Source> sources = new ConcurrentLinkedQueue<>();

    private final TakeableRole role = new TakeableRole();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean needed; // of the one that collects
    private final AtomicBoolean watched = new AtomicBoolean();

    Collector(ClusterRuntime runtime, TaskLoop loop, Executor io) {
        this.runtime = runtime;
        this.loop = loop;
        this.io = io;
    }

    /** Comes for this one soon, and again as long as {@link Source#collect} says. */
    void add(Source source) {
        sources.add(source);
        begin();
    }

    private void begin() {
        if (start()) {
            watchOver();
            return;
        }
        for (Source next = sources.poll(); next != null; next = sources.poll()) {
            next.collectNow();
        }
    }

    /** Returns whether a thread collects now. */
    private boolean start() {
        if (!running.compareAndSet(false, true)) {
            return true;
        }
        try {
            io.execute(this::run);
            return true;
        } catch (RuntimeException | Error refused) {
            // An Error if the system has no more threads to give.
            running.set(false);
            return false;
        }
    }

    private void watchOver() {
        if (watched.compareAndSet(false, true)) {
            loop.schedule(PATIENCE, this::watch);
        }
    }

    private void run() {
        role.assume();
        Duration pause = SHORTEST_PAUSE;
        do {
            runtime.pause(pause);
            needed = false;
            long began = runtime.time().nanoTime();
            for (int left = sources.size(); left > 0; left--) {
                if (!collectNext()) {
                    return;
                }
            }
            pause = needed ? after(runtime.time().nanoTime() - began) : PAUSE_WHEN_NOT_NEEDED;
        } while (!sources.isEmpty() || !ends());
    }

    private static Duration after(long roundNanos) {
        long nanos = Math.max(SHORTEST_PAUSE.toNanos(), PAUSES * roundNanos);
        return Duration.ofNanos(Math.min(nanos, LONGEST_PAUSE.toNanos()));
    }

    /** Returns whether this thread still is the one that collects. */
    private boolean collectNext() {
        Source next = sources.poll();
        if (next == null) {
            return true;
        }
        long task = role.lend(runtime.time().nanoTime());
        Found found = next.collect();
        boolean goesOn = role.giveBack(task);
        if (found != Found.TAKEN_BY_OTHERS) {
            needed = true;
        }
        if (found != Found.NO_MORE) {
            sources.add(next);
            if (!goesOn) {
                begin(); // the others may have ended meanwhile
            }
        }
        return goesOn;
    }

    private boolean ends() {
        running.set(false);
        return sources.isEmpty() || !running.compareAndSet(false, true);
    }

    private void watch() {
        if (role.takeAfter(PATIENCE.toNanos(), runtime.time().nanoTime())) {
            running.set(false);
        }
        // Without a thread it is tried again the next time: this one must not block.
        boolean goesOn = (sources.isEmpty() && !running.get()) || start();
        if (!goesOn || running.get()) {
            loop.schedule(PATIENCE, this::watch);
            return;
        }
        watched.set(false);
        if (running.get()) {
            watchOver(); // one began meanwhile and saw that somebody was watching
        }
    }
}
