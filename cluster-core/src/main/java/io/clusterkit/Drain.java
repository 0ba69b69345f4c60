package io.clusterkit;

import io.clusterkit.runtime.TaskLoop;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Finds out when a member that draws no new work has done what it had. It has if nothing was under way for
 * {@link #QUIET}: what others sent before they heard of it must arrive first. Runs on the control loop, but for
 * {@link #done} and {@link #end}.
 */
final class Drain {
    /** Longer than a packet is on its way, by far, and too short to be felt when an application stops. */
    static final Duration QUIET = Duration.ofMillis(50);

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private final TimeSource time;
    private final TaskLoop loop;
    private final BooleanSupplier isIdle;
    private final LongSupplier begun;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean running;
    private long quietSinceNanos;
    private long begunBefore;

    /**
     * A drain that has not begun.
     *
     * @param isIdle whether nothing is under way
     * @param begun how much was begun so far
     */
    Drain(TimeSource time, TaskLoop loop, BooleanSupplier isIdle, LongSupplier begun) {
        this.time = time;
        this.loop = loop;
        this.isIdle = isIdle;
        this.begun = begun;
    }

    /** Begins, unless it has. */
    void begin() {
        if (!running) {
            running = true;
            quietSinceNanos = time.nanoTime();
            begunBefore = begun.getAsLong();
            look();
        }
    }

    /** Completed when nothing is under way any more. A copy: whoever cancels it does not end the drain. */
    CompletableFuture<Void> done() {
        return done.copy();
    }

    /** The member leaves: there is nothing more to wait for. From any thread. */
    void end() {
        done.complete(null);
    }

    private void look() {
        if (done.isDone()) {
            return;
        }
        long now = time.nanoTime();
        long begunNow = begun.getAsLong();
        if (!isIdle.getAsBoolean() || begunNow != begunBefore) {
            begunBefore = begunNow;
            quietSinceNanos = now;
        }
        if (now - quietSinceNanos >= QUIET.toNanos()) {
            done.complete(null);
        } else {
            loop.schedule(INTERVAL, this::look);
        }
    }
}
