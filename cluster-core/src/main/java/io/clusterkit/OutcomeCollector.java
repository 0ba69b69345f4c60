package io.clusterkit;

import io.clusterkit.CallObserver.Watch;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.routing.SendOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits until it is known for each receiver what became of an event, and is the future of that: there are millions of
 * these, and one object is less than two. Thread-safe.
 */
class OutcomeCollector extends CompletableFuture<SendResult> implements Consumer<SendOutcome> {
    private final List<Member> receivers;
    private final Watch<SendResult> watch;
    private final Completions completions;
    private @Nullable Map<MemberId, SendOutcome> outcomes; // guarded by this; not needed for a single receiver

    // Each side writes its own and then reads the other's: one of them at least sees both.
    private volatile @Nullable SendResult all;
    private volatile boolean handedOut;

    /** The one that was to be completed before this one; belongs to {@link Completions}. */
    @Nullable
    OutcomeCollector before;

    /**
     * Waits for these.
     *
     * @param watch told of the end before anything that depends on this; not by a stage of its own, which would be a task
     *     for each event
     * @param completions complete the result if that happens after it was handed out: what depends on it is user code
     */
    OutcomeCollector(List<Member> receivers, Watch<SendResult> watch, Completions completions) {
        this.receivers = receivers;
        this.watch = watch;
        this.completions = completions;
        if (receivers.isEmpty()) {
            all = new SendResult(List.of());
        }
    }

    @Override
    public void accept(SendOutcome outcome) {
        SendResult known = receivers.size() == 1 ? completions.resultOf(outcome) : allWith(outcome);
        if (known == null || all != null) {
            return;
        }
        all = known;
        if (handedOut) {
            completions.add(this);
        }
    }

    /** Called once, by the one who sends. */
    CompletableFuture<SendResult> handOut() {
        handedOut = true;
        if (all != null) {
            complete(new Watches.Moment()); // nothing depends on it yet
        }
        return this;
    }

    boolean hasDependents() {
        return getNumberOfDependents() > 0;
    }

    /** Once all is known. */
    void complete(Watches.Moment moment) {
        SendResult result = Objects.requireNonNull(all);
        try {
            if (watch instanceof Watches.Timed timed) {
                timed.ended(result, null, moment);
            } else {
                watch.ended(result, null);
            }
        } finally {
            complete(result);
        }
    }

    private synchronized @Nullable SendResult allWith(SendOutcome outcome) {
        Map<MemberId, SendOutcome> known = outcomes;
        if (known == null) {
            known = new HashMap<>(receivers.size() * 2);
            outcomes = known;
        }
        known.putIfAbsent(outcome.member().id(), outcome);
        if (known.size() < receivers.size()) {
            return null;
        }
        List<SendOutcome> inOrder = new ArrayList<>(receivers.size());
        for (Member receiver : receivers) {
            inOrder.add(Objects.requireNonNull(known.get(receiver.id())));
        }
        return new SendResult(inOrder);
    }
}
