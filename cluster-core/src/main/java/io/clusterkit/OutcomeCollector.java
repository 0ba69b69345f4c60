package io.clusterkit;

import io.clusterkit.CallObserver.Watch;
import io.clusterkit.member.Member;
import io.clusterkit.routing.SendObserver;
import io.clusterkit.routing.SendOutcome;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Waits until it is known for each receiver what became of an event, and is the future of that: there are millions of
 * these, and one object is less than two. Each receiver's end is told once. Thread-safe.
 */
class OutcomeCollector extends CompletableFuture<SendResult> implements SendObserver {
    private static final AtomicIntegerFieldUpdater<OutcomeCollector> MISSING =
            AtomicIntegerFieldUpdater.newUpdater(OutcomeCollector.class, "missing");

    private final Watch<SendResult> watch;
    private final Completions completions;

    /** By the receivers' places; null if there is only one. */
    private final SendOutcome @Nullable [] outcomes;

    /** Those of several that are not known; whoever makes it 0 sees the outcomes of all. */
    @SuppressWarnings("UnusedVariable") // it is, by MISSING
    private volatile int missing;

    /** Who sends, until it hands this out. No other thread ever sees itself here, so that nobody needs to wait for it. */
    private @Nullable Thread sender = Thread.currentThread();

    private boolean knownToSender; // written and read by the sender
    private @Nullable SendResult result; // seen by who sends, or by who was handed this to complete it

    /**
     * Waits for these. Called by the thread that sends.
     *
     * @param watch told of the end before anything that depends on this; not by a stage of its own, which would be a task
     *     for each event
     * @param completions complete the result unless the sender itself brings it before it hands this out: what depends on
     *     it is user code
     */
    OutcomeCollector(List<Member> receivers, Watch<SendResult> watch, Completions completions) {
        this.watch = watch;
        this.completions = completions;
        int count = receivers.size();
        outcomes = count > 1 ? new SendOutcome[count] : null;
        if (count > 1) {
            missing = count;
        } else if (count == 0) {
            end(new SendResult(List.of()));
        }
    }

    @Override
    public void ended(int place, SendOutcome outcome) {
        SendResult known = resultWith(place, outcome);
        if (known != null) {
            end(known);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // there is one for a member
    public int endedWith(SendOutcome outcome, SendObserver[] run, int[] places, int from) {
        OutcomeCollector[] all = new OutcomeCollector[run.length - from];
        int count = 0;
        int next = from;
        for (; next < run.length && run[next] instanceof OutcomeCollector event; next++) {
            if (event.completions != completions) {
                break;
            }
            SendResult known = event.resultWith(places[next], outcome);
            if (known != null && !event.keptBySender(known)) {
                all[count++] = event;
            }
        }
        if (count > 0) {
            completions.add(all, count);
        }
        return next;
    }

    /** What became of it, if that is known with this. */
    private @Nullable SendResult resultWith(int place, SendOutcome outcome) {
        SendOutcome[] several = outcomes;
        if (several == null) {
            return completions.resultOf(outcome);
        }
        several[place] = outcome;
        return MISSING.decrementAndGet(this) == 0 ? completions.resultOf(several) : null;
    }

    private void end(SendResult known) {
        if (!keptBySender(known)) {
            completions.add(this);
        }
    }

    /** Whether the sender knows it now, and will complete it. */
    @SuppressWarnings("ReferenceEquality") // a thread is itself only
    private boolean keptBySender(SendResult known) {
        result = known;
        if (sender == Thread.currentThread()) {
            knownToSender = true;
            return true;
        }
        return false;
    }

    /** Called once, by the one who sends. */
    CompletableFuture<SendResult> handOut() {
        sender = null;
        if (knownToSender) {
            complete(new Watches.Moment()); // nothing depends on it yet
        }
        return this;
    }

    boolean hasDependents() {
        return getNumberOfDependents() > 0;
    }

    /** Once all is known. */
    void complete(Watches.Moment moment) {
        SendResult known = Objects.requireNonNull(result);
        try {
            if (watch instanceof Watches.Timed timed) {
                timed.ended(known, null, moment);
            } else {
                watch.ended(known, null);
            }
        } finally {
            complete(known);
        }
    }
}
