package io.clusterkit;

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

/** Waits until it is known for each receiver what became of an event. Thread-safe. */
final class OutcomeCollector implements Consumer<SendOutcome> {
    private final List<Member> receivers;
    private final Completions completions;
    private final CompletableFuture<SendResult> result = new CompletableFuture<>();
    private @Nullable Map<MemberId, SendOutcome> outcomes; // guarded by this; not needed for a single receiver
    private @Nullable SendResult all; // guarded by this
    private boolean handedOut; // guarded by this

    /**
     * Waits for these.
     *
     * @param completions complete the result if that happens after it was handed out: what depends on it is user code
     */
    OutcomeCollector(List<Member> receivers, Completions completions) {
        this.receivers = receivers;
        this.completions = completions;
        if (receivers.isEmpty()) {
            result.complete(new SendResult(List.of()));
        }
    }

    @Override
    public void accept(SendOutcome outcome) {
        synchronized (this) {
            if (all != null) {
                return;
            }
            all = allWith(outcome);
            if (all == null) {
                return;
            }
            if (!handedOut) {
                result.complete(all); // nothing depends on it yet
                return;
            }
        }
        completions.add(this);
    }

    CompletableFuture<SendResult> result() {
        synchronized (this) {
            handedOut = true;
        }
        return result;
    }

    boolean hasDependents() {
        return result.getNumberOfDependents() > 0;
    }

    /** Once all is known. */
    void complete() {
        SendResult known;
        synchronized (this) {
            known = Objects.requireNonNull(all);
        }
        result.complete(known);
    }

    private @Nullable SendResult allWith(SendOutcome outcome) {
        if (receivers.size() == 1) {
            return new SendResult(List.of(outcome));
        }
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
