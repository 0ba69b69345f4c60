package io.clusterkit;

import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryResult;
import org.jspecify.annotations.Nullable;

/**
 * Looks on from the beginning of a call to its end, on both sides: for measuring and tracing. Each method is told of a
 * beginning and may return a {@link Watch} that is told of the end; null, as by default, to not look on.
 *
 * <p>Called on the threads named at each method, by many at once; must not block. An exception is counted
 * ({@code observers.failed}) and logged; the call goes on without the observer.
 */
public interface CallObserver {
    /** This member asks. On the asking thread, before the question is made: headers can be added. */
    default @Nullable Watch<QueryResult> asking(OutgoingCall call) {
        return null;
    }

    /** This member tells. On the telling thread, before the event is made: headers can be added. */
    default @Nullable Watch<SendResult> sending(OutgoingCall call) {
        return null;
    }

    /** This member was asked, and has a handler for it. On the thread that is about to call the handler. */
    default @Nullable Watch<Payload> answering(QueryRequest request) {
        return null;
    }

    /** This member was told, and has handlers for events. On the thread that is about to call them. */
    default @Nullable Watch<Event> handling(Event event) {
        return null;
    }

    /**
     * This member tells, as for {@link #sending}, which is asked if this gives null, as it does by default. For who wants to
     * know of an event no more than how long it took: a stopwatch may be given many times, so that nothing is made for a
     * call.
     */
    default @Nullable Stopwatch<SendResult> timingSending() {
        return null;
    }

    /**
     * This member was told of some events that came together, and has handlers for events. On the thread that is about to
     * call them, for one event after the other; {@link #handling} is asked for each event if this gives null, as it does by
     * default. For who wants to know of an event no more than how long it took.
     */
    default @Nullable Laps<Event> timingHandling() {
        return null;
    }

    /** Takes the time of calls and keeps nothing of any. Thread-safe. */
    interface Stopwatch<R> {
        /** What its clock says now, in nanoseconds. Calls that end together share one look at it. */
        long nanoTime();

        /**
         * A call came to its end, as for {@link Watch#ended}.
         *
         * @param beganNanos what the clock said when it began
         * @param endedNanos what the clock said when it ended
         */
        void ended(long beganNanos, long endedNanos, @Nullable R result, @Nullable Throwable failure);
    }

    /**
     * Takes the time of calls of which each begins when the one before ended, the first one when this was made. Used by
     * one thread.
     */
    interface Laps<R> extends Scope {
        /** A call came to its end, as for {@link Watch#ended}. */
        void ended(@Nullable R result, @Nullable Throwable failure);

        /** There are no more. */
        @Override
        void close();
    }

    /** Looks on at one call. */
    interface Watch<R> {
        /**
         * Handlers are about to run on this thread; only for {@link #answering} and {@link #handling}.
         *
         * @return closed on this thread when they returned, be the answer there or not
         */
        default Scope open() {
            return () -> {};
        }

        /**
         * The call came to its end. Called once, on any thread: the one that brought the last outcome, or the one that
         * completed the answer.
         *
         * @param result what came of it, or null if it failed
         * @param failure why it failed, or null
         */
        void ended(@Nullable R result, @Nullable Throwable failure);
    }

    /** Something that holds on a thread until it is closed. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
