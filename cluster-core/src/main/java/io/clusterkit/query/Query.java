package io.clusterkit.query;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.Slots.Slot;
import io.clusterkit.runtime.Lane;
import io.clusterkit.runtime.LentThread;
import io.clusterkit.runtime.TimeSource;
import io.clusterkit.runtime.WaitingCallers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A question on its way to one or many members. Each asked member ends in exactly one outcome, whatever comes first;
 * what comes later for it is ignored. Thread-safe.
 *
 * <p>As a {@link Flow.Publisher} it gives each outcome as it comes, to any number of subscribers, and completes after the
 * last one. Who subscribes late gets all from the first on.
 */
public final class Query implements Flow.Publisher<QueryOutcome> {
    private static final Logger log = LoggerFactory.getLogger(Query.class);

    private final String id;
    private final @Nullable String name;
    private final TimeSource time;
    private final long startedNanos;
    private final long deadlineNanos;
    private final Executor executor;
    private final WaitingCallers callers;
    private final @Nullable QueryListener listener;
    private final @Nullable Lane listenerLane; // with a listener
    private final BiConsumer<Query, QueryResult> onDone;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Slots slots; // its content guarded by this
    private final List<QueryOutcome> arrived; // guarded by this; in the order they came
    private final List<OutcomeSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private volatile boolean awaited;
    private int open; // guarded by this
    private @Nullable QueryResult result; // guarded by this
    private @Nullable CompletableFuture<QueryResult> future; // guarded by this
    private final Deque<Runnable> toTell; // guarded by this

    /**
     * A query that is not sent yet.
     *
     * @param executor runs listeners and what depends on futures
     * @param callers what those who wait for it may read meanwhile
     * @param onDone called once, on the thread that brought the last outcome; must not block
     */
    Query(
            String id,
            @Nullable String name,
            List<Member> asked,
            Duration timeout,
            TimeSource time,
            Executor executor,
            WaitingCallers callers,
            @Nullable QueryListener listener,
            BiConsumer<Query, QueryResult> onDone) {
        this.id = id;
        this.name = name;
        this.time = time;
        this.startedNanos = time.nanoTime();
        this.deadlineNanos = startedNanos + timeout.toNanos();
        this.executor = executor;
        this.callers = callers;
        this.listener = listener;
        this.listenerLane = listener == null ? null : new Lane(executor, asked.size() + 1);
        this.toTell = new ArrayDeque<>(0);
        this.onDone = onDone;
        this.slots = new Slots(asked);
        this.arrived = new ArrayList<>(slots.all().length);
        this.open = slots.all().length;
    }

    /** The id on the wire. */
    public String id() {
        return id;
    }

    /** The query's name; empty for one without. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** How long ago it was asked. */
    public Duration age() {
        return Duration.ofNanos(time.nanoTime() - startedNanos);
    }

    /** Those asked, in order. */
    public List<Member> asked() {
        return Arrays.stream(slots.all()).map(slot -> slot.member).toList();
    }

    /** Those of whom nothing is known yet. */
    public synchronized List<Member> remaining() {
        return Arrays.stream(slots.all())
                .filter(slot -> slot.outcome == null)
                .map(slot -> slot.member)
                .toList();
    }

    /** What is known so far, in the order of asking. */
    public synchronized List<QueryOutcome> outcomes() {
        List<QueryOutcome> known = new ArrayList<>(slots.all().length);
        for (Slot slot : slots.all()) {
            if (slot.outcome != null) {
                known.add(slot.outcome);
            }
        }
        return known;
    }

    public boolean isDone() {
        return done.getCount() == 0;
    }

    /** Ends it now: who has not answered is not waited for. */
    public void finish() {
        for (Member member : remaining()) {
            end(member.id(), QueryOutcome.Status.NOT_AWAITED, null, "the asker did not wait longer", null);
        }
    }

    /**
     * Waits until each asked member has come to its end; that takes no longer than the query's timeout. Must not be
     * called on a thread that the cluster reads with; handlers may.
     *
     * @throws InterruptedException if the caller is interrupted; the query goes on
     */
    public QueryResult await() throws InterruptedException {
        if (!isDone()) {
            callers.begin();
            try {
                readUntil(this::isDone);
                if (!isDone()) {
                    done.await();
                }
            } finally {
                callers.ended();
            }
        }
        synchronized (this) {
            return resultNow();
        }
    }

    /**
     * Waits for the first outcome, in the order in which they come, of which this is true; that takes no longer than the
     * query's timeout. The query goes on; see {@link #finish}. Must not be called on a thread that the cluster reads
     * with; handlers may, and need no other handler thread for it.
     *
     * @param wanted called on the caller's thread, once for each outcome up to the wanted one
     * @return empty if there is no such outcome
     * @throws InterruptedException if the caller is interrupted; the query goes on
     */
    public Optional<QueryOutcome> awaitFirst(Predicate<QueryOutcome> wanted) throws InterruptedException {
        Arrivals arrivals = new Arrivals();
        OutcomeSubscription subscription = new OutcomeSubscription(this, arrivals, Runnable::run);
        subscriptions.add(subscription);
        subscription.signal();
        try {
            for (Optional<QueryOutcome> next = next(arrivals); next.isPresent(); next = next(arrivals)) {
                if (wanted.test(next.get())) {
                    return next;
                }
            }
            return Optional.empty();
        } finally {
            subscription.cancel();
        }
    }

    private Optional<QueryOutcome> next(Arrivals arrivals) throws InterruptedException {
        if (!arrivals.isEmpty()) {
            return arrivals.take();
        }
        callers.begin();
        try {
            readUntil(() -> !arrivals.isEmpty());
            return arrivals.take();
        } finally {
            callers.ended();
        }
    }

    /** This thread is about to wait for this; what brings it it may read itself. */
    private void readUntil(BooleanSupplier there) {
        awaited = true;
        if (LentThread.aboutToWait()) {
            callers.wakeReaders(); // it does not read
        } else {
            callers.read(there);
        }
    }

    /** Whether a thread waits, or has waited, for its outcomes. */
    boolean isAwaited() {
        return awaited;
    }

    /** Completes, on a handler thread, when each asked member has come to its end. Cancelling it has no effect here. */
    public synchronized CompletableFuture<QueryResult> future() {
        CompletableFuture<QueryResult> existing = future;
        if (existing == null) {
            existing = new CompletableFuture<>();
            future = existing;
            QueryResult known = result;
            if (known != null) {
                existing.complete(known);
            } else {
                callers.wakeReaders();
            }
        }
        return existing;
    }

    /** Tells a subscriber of the outcomes, as far as it asks for them, on handler threads, one call after another. */
    @Override
    public void subscribe(Flow.Subscriber<? super QueryOutcome> subscriber) {
        OutcomeSubscription subscription =
                new OutcomeSubscription(this, Objects.requireNonNull(subscriber, "subscriber"), executor);
        subscriptions.add(subscription);
        subscription.signal();
        callers.wakeReaders();
    }

    void unsubscribe(OutcomeSubscription subscription) {
        subscriptions.remove(subscription);
    }

    /** The outcome that came as this one, from 0 on; null if it has not come yet. */
    synchronized @Nullable QueryOutcome arrived(int index) {
        return index < arrived.size() ? arrived.get(index) : null;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    void answered(MemberId member, Packet response, String protocol) {
        String error = response.error();
        if (error != null) {
            end(member, QueryOutcome.Status.FAILED, null, error, protocol);
        } else {
            end(member, QueryOutcome.Status.ANSWERED, Payload.in(response), null, protocol);
        }
    }

    /** Notes by which protocol a member was asked. */
    synchronized void sentBy(MemberId member, @Nullable String protocol) {
        Slot slot = slots.of(member);
        if (slot != null) {
            slot.protocol = protocol;
        }
    }

    void end(
            MemberId member,
            QueryOutcome.Status status,
            @Nullable Payload payload,
            @Nullable String error,
            @Nullable String protocol) {
        QueryOutcome outcome;
        QueryResult last;
        CompletableFuture<QueryResult> waiting;
        synchronized (this) {
            Slot slot = slots.of(member);
            if (slot == null || slot.outcome != null) {
                return;
            }
            Duration elapsed = Duration.ofNanos(time.nanoTime() - startedNanos);
            outcome = new QueryOutcome(
                    slot.member, status, payload, error, protocol == null ? slot.protocol : protocol, elapsed);
            slot.outcome = outcome;
            arrived.add(outcome);
            open--;
            last = open == 0 ? resultNow() : null;
            waiting = future;
            note(outcome, last);
        }
        tell();
        if (last != null) {
            complete(last, waiting);
        } else {
            subscriptions.forEach(OutcomeSubscription::signal);
        }
    }

    /** For a query that asks nobody. */
    void completeEmpty() {
        QueryResult empty;
        CompletableFuture<QueryResult> waiting;
        synchronized (this) {
            empty = resultNow();
            waiting = future;
            note(null, empty);
        }
        tell();
        complete(empty, waiting);
    }

    private void complete(QueryResult last, @Nullable CompletableFuture<QueryResult> waiting) {
        onDone.accept(this, last);
        done.countDown();
        subscriptions.forEach(OutcomeSubscription::signal);
        if (waiting == null) {
            return;
        }
        try {
            // What depends on the future is user code: not on the thread that read the answer.
            waiting.completeAsync(() -> last, executor);
        } catch (RejectedExecutionException noThread) {
            waiting.complete(last); // better here than never
        }
    }

    /** Puts down what the listener is to be told, in the order in which it came to be. Called with the lock held. */
    private void note(@Nullable QueryOutcome outcome, @Nullable QueryResult last) {
        QueryListener told = listener;
        if (told != null && outcome != null) {
            toTell.add(() -> told.outcome(this, outcome));
        }
        if (told != null && last != null) {
            toTell.add(() -> told.done(this, last));
        }
    }

    private void tell() {
        Lane lane = listenerLane;
        if (lane != null) {
            lane.execute(this::tellAll, Duration.ZERO);
        }
    }

    private void tellAll() {
        for (Runnable next = nextToTell(); next != null; next = nextToTell()) {
            try {
                next.run();
            } catch (RuntimeException failure) {
                log.error("a listener of query {} failed", id, failure);
            }
        }
    }

    private synchronized @Nullable Runnable nextToTell() {
        return toTell.poll();
    }

    private QueryResult resultNow() {
        QueryResult known = result;
        if (known == null) {
            known = new QueryResult(id, outcomes());
            if (open == 0) {
                result = known;
            }
        }
        return known;
    }
}
