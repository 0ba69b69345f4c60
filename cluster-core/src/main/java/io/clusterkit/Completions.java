package io.clusterkit;

import io.clusterkit.routing.SendOutcome;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the futures of events on handler threads, since what depends on them is user code. Thousands come at once,
 * with one receipt, and hardly any has something that depends on it: those are completed together by one task
 * instead of a task for each. Something may come to depend on one in the very moment in which it is completed, and may
 * then keep that task: after {@link #PATIENCE} another task goes on with those behind it. Thread-safe.
 */
final class Completions {
    private static final Logger log = LoggerFactory.getLogger(Completions.class);

    private static final Duration PATIENCE = Duration.ofMillis(10);

    private final Executor executor;
    private final TaskLoop loop;

    /** Those to complete, the last one first; whoever adds to none starts a task for them. */
    private final AtomicReference<@Nullable OutcomeCollector> added = new AtomicReference<>();

    /** The result of the event before: as a rule that of the next one, too. */
    private volatile SendResult last = new SendResult(List.of());

    Completions(Executor executor, TaskLoop loop) {
        this.executor = executor;
        this.loop = loop;
    }

    /** What became of an event for a single member. */
    @SuppressWarnings("ReferenceEquality") // routing gives the same one as long as nothing changes
    SendResult resultOf(SendOutcome outcome) {
        SendResult known = last;
        if (known.outcomes().isEmpty() || known.outcomes().get(0) != outcome) {
            known = new SendResult(List.of(outcome));
            last = known;
        }
        return known;
    }

    /** Completes it soon. */
    void add(OutcomeCollector done) {
        OutcomeCollector before;
        do {
            before = added.get();
            done.before = before;
        } while (!added.compareAndSet(before, done));
        if (before == null) {
            run(this::completeAdded);
        }
    }

    private void completeAdded() {
        List<OutcomeCollector> all = new ArrayList<>();
        for (OutcomeCollector next = added.getAndSet(null); next != null; ) {
            all.add(next);
            OutcomeCollector before = next.before;
            next.before = null;
            next = before;
        }
        Collections.reverse(all);
        new Batch(all).complete();
    }

    private void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException noThread) {
            task.run(); // better here than never
        }
    }

    /** Futures that one task completes, or several if one of them is kept. */
    private final class Batch {
        private final List<OutcomeCollector> futures;
        private final AtomicInteger begun = new AtomicInteger();

        Batch(List<OutcomeCollector> futures) {
            this.futures = futures;
        }

        void complete() {
            if (futures.size() == 1) {
                completeRest(); // nothing stands behind it
                return;
            }
            TaskLoop.Timer watch = loop.schedule(PATIENCE, this::goOn);
            completeRest();
            watch.cancel();
        }

        /** Somebody is kept. */
        private void goOn() {
            if (begun.get() >= futures.size()) {
                return;
            }
            loop.schedule(PATIENCE, this::goOn);
            try {
                executor.execute(this::completeRest);
            } catch (RejectedExecutionException noThread) {
                log.debug("futures wait for a thread", noThread); // and for the next look
            }
        }

        private void completeRest() {
            Watches.Moment now = new Watches.Moment(); // all were known before
            for (int next = begun.getAndIncrement(); next < futures.size(); next = begun.getAndIncrement()) {
                OutcomeCollector future = futures.get(next);
                if (future.hasDependents()) {
                    Completions.this.run(() -> future.complete(
                            new Watches.Moment())); // it may block, and what it waits for may stand behind it
                } else {
                    future.complete(now);
                }
            }
        }
    }
}
