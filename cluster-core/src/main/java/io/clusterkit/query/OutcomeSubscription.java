package io.clusterkit.query;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber of a query's outcomes: gets each, from the first on, as far as it asks for them, then the end. Its
 * methods are called one after another on handler threads. Thread-safe.
 */
final class OutcomeSubscription implements Flow.Subscription {
    private static final Logger log = LoggerFactory.getLogger(OutcomeSubscription.class);

    private final Query query;
    private final Flow.Subscriber<? super QueryOutcome> subscriber;
    private final Executor executor;
    private final AtomicLong demand = new AtomicLong();

    /** Signals since the last run; whoever makes it more than 0 starts a run. */
    private final AtomicInteger signals = new AtomicInteger();

    private volatile boolean ended;
    private volatile boolean askedForNothing;
    private boolean begun; // of the one who runs
    private int told; // of the one who runs

    OutcomeSubscription(Query query, Flow.Subscriber<? super QueryOutcome> subscriber, Executor executor) {
        this.query = query;
        this.subscriber = subscriber;
        this.executor = executor;
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            askedForNothing = true;
        } else {
            demand.accumulateAndGet(count, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        }
        signal();
    }

    @Override
    public void cancel() {
        ended = true;
        query.unsubscribe(this);
    }

    /** There may be something to tell. */
    void signal() {
        if (ended || signals.getAndIncrement() > 0) {
            return;
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException noThread) {
            run(); // better here than never
        }
    }

    private void run() {
        int seen;
        do {
            seen = signals.get();
            try {
                tell();
            } catch (RuntimeException failure) {
                log.error("a subscriber of query {} failed", query.id(), failure);
                cancel();
            }
        } while (signals.addAndGet(-seen) > 0);
    }

    private void tell() {
        if (!begun) {
            begun = true;
            subscriber.onSubscribe(this);
        }
        while (!ended) {
            if (askedForNothing) {
                cancel();
                subscriber.onError(new IllegalArgumentException("a subscriber must ask for at least 1 outcome"));
                return;
            }
            if (told == query.asked().size() && query.isDone()) {
                cancel();
                subscriber.onComplete();
                return;
            }
            @Nullable QueryOutcome next = demand.get() > 0 ? query.arrived(told) : null;
            if (next == null) {
                return;
            }
            told++;
            if (demand.get() != Long.MAX_VALUE) {
                demand.decrementAndGet();
            }
            subscriber.onNext(next);
        }
    }
}
