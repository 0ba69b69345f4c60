package io.clusterkit;

import io.clusterkit.routing.SendOutcome;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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

    /** Those to complete, the last ones first; whoever adds to none starts a task for them. */
    private final AtomicReference<@Nullable Run> added = new AtomicReference<>();

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
        if (known.outcomes().size() != 1 || known.outcomes().get(0) != outcome) {
            known = new SendResult(List.of(outcome));
            last = known;
        }
        return known;
    }

    /** What became of an event for several members, in their order. */
    @SuppressWarnings("ReferenceEquality") // as above
    SendResult resultOf(SendOutcome[] outcomes) {
        SendResult known = last;
        boolean same = known.outcomes().size() == outcomes.length;
        for (int i = 0; same && i < outcomes.length; i++) {
            same = known.outcomes().get(i) == outcomes[i];
        }
        if (!same) {
            known = new SendResult(List.of(outcomes));
            last = known;
        }
        return known;
    }

    /** Completes it soon. */
    void add(OutcomeCollector done) {
        add(new OutcomeCollector[] {done}, 1);
    }

    /** Completes the first ones of these soon; they are read until then. */
    void add(OutcomeCollector[] done, int count) {
        Run run = new Run(done, count);
        do {
            run.before = added.get();
        } while (!added.compareAndSet(run.before, run));
        if (run.before == null) {
            run(this::completeAdded);
        }
    }

    private void completeAdded() {
        Run last = Objects.requireNonNull(added.getAndSet(null)); // by the one who made it not null
        int count = 0;
        for (Run run = last; run != null; run = run.before) {
            count += run.count;
        }
        OutcomeCollector[] all = last.done;
        if (last.before != null) {
            all = new OutcomeCollector[count];
            int end = count;
            for (Run run = last; run != null; run = run.before) {
                end -= run.count;
                System.arraycopy(run.done, 0, all, end, run.count);
            }
        }
        new Batch(all, count).complete();
    }

    /** Futures that were added together. */
    private static final class Run {
        final OutcomeCollector[] done;
        final int count;

        @Nullable
        Run before;

        Run(OutcomeCollector[] done, int count) {
            this.done = done;
            this.count = count;
        }
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
        private final OutcomeCollector[] futures;
        private final int count;
        private final AtomicInteger begun = new AtomicInteger();

        Batch(OutcomeCollector[] futures, int count) {
            this.futures = futures;
            this.count = count;
        }

        void complete() {
            if (count == 1) {
                completeRest(); // nothing stands behind it
                return;
            }
            TaskLoop.Timer watch = loop.schedule(PATIENCE, this::goOn);
            completeRest();
            watch.cancel();
        }

        /** Somebody is kept. */
        private void goOn() {
            if (begun.get() >= count) {
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
            for (int next = begun.getAndIncrement(); next < count; next = begun.getAndIncrement()) {
                OutcomeCollector future = futures[next];
                if (future.hasDependents()) {
                    // It may block, and what it waits for may stand behind it.
                    Completions.this.run(() -> future.complete(new Watches.Moment()));
                } else {
                    future.complete(now);
                }
            }
        }
    }
}
