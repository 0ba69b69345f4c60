package io.clusterkit.query;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes a query's outcomes on whatever thread brings them, for one thread that waits. Holds one for each asked member. */
final class Arrivals implements Flow.Subscriber<QueryOutcome> {
    private final BlockingQueue<Optional<QueryOutcome>> outcomes = new LinkedBlockingQueue<>();

    /** Waits for the next outcome; empty after the last one. */
    Optional<QueryOutcome> take() throws InterruptedException {
        return outcomes.take();
    }

    /** Whether {@link #take} would wait. */
    boolean isEmpty() {
        return outcomes.isEmpty();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(QueryOutcome outcome) {
        outcomes.add(Optional.of(outcome));
    }

    @Override
    public void onError(Throwable failure) {
        throw new AssertionError("outcomes come without errors", failure);
    }

    @Override
    public void onComplete() {
        outcomes.add(Optional.empty());
    }
}
