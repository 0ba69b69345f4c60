package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.routing.SendOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Waits until it is known for each receiver what became of an event. Thread-safe. */
final class OutcomeCollector implements Consumer<SendOutcome> {
    private final Map<MemberId, SendOutcome> outcomes = new LinkedHashMap<>(); // guarded by itself
    private final List<Member> receivers;
    private final Executor executor;
    private final CompletableFuture<SendResult> result = new CompletableFuture<>();
    private boolean handedOut; // guarded by outcomes

    /**
     * Waits for these.
     *
     * @param executor completes the result if that happens after it was handed out: what depends on it is user code
     */
    OutcomeCollector(List<Member> receivers, Executor executor) {
        this.receivers = receivers;
        this.executor = executor;
        if (receivers.isEmpty()) {
            result.complete(new SendResult(List.of()));
        }
    }

    @Override
    public void accept(SendOutcome outcome) {
        SendResult all;
        synchronized (outcomes) {
            outcomes.putIfAbsent(outcome.member().id(), outcome);
            if (outcomes.size() < receivers.size()) {
                return;
            }
            all = new SendResult(
                    receivers.stream().map(member -> outcomes.get(member.id())).toList());
            if (!handedOut) {
                result.complete(all); // nothing depends on it yet
                return;
            }
        }
        try {
            result.completeAsync(() -> all, executor);
        } catch (RejectedExecutionException noThread) {
            result.complete(all); // better here than never
        }
    }

    CompletableFuture<SendResult> result() {
        synchronized (outcomes) {
            handedOut = true;
        }
        return result;
    }
}
