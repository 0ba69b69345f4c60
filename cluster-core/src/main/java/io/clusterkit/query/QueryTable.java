package io.clusterkit.query;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.packet.Packet;
import io.clusterkit.routing.PacketCancelledException;
import io.clusterkit.routing.PacketTooLargeException;
import io.clusterkit.routing.SendOutcome;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.DropReason;
import io.clusterkit.runtime.TaskLoop;
import io.clusterkit.runtime.TimeSource;
import io.clusterkit.runtime.WaitingCallers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open queries of one member. Answers are handed in by reader threads; timeouts are watched on the control loop by
 * one timer for all, so that asking does not wake it. Thread-safe.
 */
public final class QueryTable {
    private static final long NO_SWEEP = Long.MAX_VALUE;

    /** Keeps deadlines far from where nanoseconds overflow. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(365);

    private final TimeSource time;
    private final TaskLoop loop;
    private final Executor executor;
    private final Counters counters;
    private final WaitingCallers callers;
    private final String idPrefix;
    private final AtomicLong nextId = new AtomicLong();
    private final Map<String, Query> open = new ConcurrentHashMap<>();
    /** When the next sweep is due, from {@code epochNanos} on; {@link #NO_SWEEP} if none is. */
    private final AtomicLong sweepAt = new AtomicLong(NO_SWEEP);

    private final long epochNanos;
    private volatile boolean closed;

    /**
     * An empty table.
     *
     * @param executor runs listeners and what depends on futures
     */
    public QueryTable(MemberId self, TimeSource time, TaskLoop loop, Executor executor, Counters counters) {
        this(self, time, loop, executor, counters, new WaitingCallers(false));
    }

    /**
     * As {@link #QueryTable(MemberId, TimeSource, TaskLoop, Executor, Counters)}.
     *
     * @param callers what those who wait for its queries may read meanwhile
     */
    public QueryTable(
            MemberId self,
            TimeSource time,
            TaskLoop loop,
            Executor executor,
            Counters counters,
            WaitingCallers callers) {
        this.callers = callers;
        this.time = time;
        this.loop = loop;
        this.executor = executor;
        this.counters = counters;
        this.epochNanos = time.nanoTime();
        String sid = self.sid();
        this.idPrefix = "q" + sid.substring(0, Math.min(3, sid.length())) + "#";
    }

    /**
     * Opens a query to these members. One that asks nobody is done at once.
     *
     * @param id its id on the wire, or null to give it one; an open query with the same id is finished first
     */
    public Query open(@Nullable String id, List<Member> asked, Duration timeout, @Nullable QueryListener listener) {
        return open(id, null, asked, timeout, listener, null);
    }

    /**
     * As {@link #open(String, List, Duration, QueryListener)}.
     *
     * @param name its name, or null for one without
     * @param whenEnded told how it ended, before anybody else is, on the thread that brought the last outcome; must not
     *     block or throw
     */
    public Query open(
            @Nullable String id,
            @Nullable String name,
            List<Member> asked,
            Duration timeout,
            @Nullable QueryListener listener,
            @Nullable Consumer<QueryResult> whenEnded) {
        String queryId = id == null ? idPrefix + Long.toString(nextId.incrementAndGet(), Character.MAX_RADIX) : id;
        Duration bounded = timeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : timeout;
        Query query = new Query(queryId, name, asked, bounded, time, executor, callers, listener, (done, result) -> {
            open.remove(queryId, done);
            if (whenEnded != null) {
                whenEnded.accept(result);
            }
        });
        if (asked.isEmpty()) {
            query.completeEmpty();
            return query;
        }
        Query before = open.put(queryId, query);
        if (before != null) {
            before.finish();
        }
        sweepBy(query.deadlineNanos() - epochNanos);
        if (closed) {
            endByClosing(query); // close may have passed before this one was in the table
        }
        return query;
    }

    /** Takes what became of sending a query to one member. */
    public void sent(Query query, SendOutcome outcome) {
        MemberId member = outcome.member().id();
        if (outcome.sent()) {
            query.sentBy(member, outcome.protocol());
            return;
        }
        Throwable cause = outcome.cause();
        QueryOutcome.Status status =
                cause instanceof PacketCancelledException || cause instanceof PacketTooLargeException
                        ? QueryOutcome.Status.FAILED
                        : QueryOutcome.Status.UNREACHABLE;
        String why = cause == null ? "not sent" : String.valueOf(cause.getMessage());
        query.end(member, status, null, why, outcome.protocol());
    }

    /**
     * Takes a response that came from a member by a protocol.
     *
     * @return whether a thread waits for the query's outcomes
     */
    public boolean answered(MemberId from, Packet response, String protocol) {
        String ruid = response.ruid();
        Query query = ruid == null ? null : open.get(ruid);
        if (query == null) {
            counters.dropped(DropReason.LATE_RESPONSE);
            return false;
        }
        query.answered(from, response, protocol);
        return query.isAwaited();
    }

    /** A member is gone: nobody waits for it any more. */
    public void memberGone(MemberId member, String why) {
        for (Query query : open.values()) {
            query.end(member, QueryOutcome.Status.LEFT, null, why, null);
        }
    }

    /** How many queries are open. */
    public int size() {
        return open.size();
    }

    /** Those that are open, in no order. */
    public List<Query> queries() {
        return List.copyOf(open.values());
    }

    /** Ends all, and what is opened later at once: this member leaves. */
    public void close() {
        closed = true;
        open.values().forEach(QueryTable::endByClosing);
    }

    private static void endByClosing(Query query) {
        for (Member member : query.remaining()) {
            query.end(member.id(), QueryOutcome.Status.NOT_AWAITED, null, "the asking member closed", null);
        }
    }

    /** Makes sure that a sweep happens at this moment or before. */
    private void sweepBy(long at) {
        long planned = sweepAt.get();
        while (at < planned) {
            if (sweepAt.compareAndSet(planned, at)) {
                long delay = Math.max(0, at - (time.nanoTime() - epochNanos));
                loop.schedule(Duration.ofNanos(delay), this::sweep);
                return;
            }
            planned = sweepAt.get();
        }
    }

    private void sweep() {
        long now = time.nanoTime();
        long due = sweepAt.get();
        if (due == NO_SWEEP || now - epochNanos < due) {
            return; // an earlier one has done this one's work
        }
        sweepAt.set(NO_SWEEP);
        long next = NO_SWEEP;
        for (Query query : open.values()) {
            if (query.deadlineNanos() - now <= 0) {
                for (Member member : query.remaining()) {
                    query.end(member.id(), QueryOutcome.Status.TIMED_OUT, null, "no answer in time", null);
                }
            } else {
                next = Math.min(next, query.deadlineNanos() - epochNanos);
            }
        }
        if (next != NO_SWEEP) {
            sweepBy(next);
        }
    }
}
