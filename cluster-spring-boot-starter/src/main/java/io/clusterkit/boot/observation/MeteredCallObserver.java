package io.clusterkit.boot.observation;

import io.clusterkit.CallObserver;
import io.clusterkit.Event;
import io.clusterkit.OutgoingCall;
import io.clusterkit.QueryRequest;
import io.clusterkit.SendResult;
import io.clusterkit.boot.observation.ObservationListeners.Meters;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryResult;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Makes no observations as long as nothing but meters would come of them, but these meters at once: an observation costs
 * more than ten times what it costs to send an event. As soon as anybody else takes part, by a handler, a filter, a
 * predicate or a convention, all calls are observed. Thread-safe.
 *
 * @see DefaultMeterObservationHandler
 */
public final class MeteredCallObserver implements CallObserver {
    private final ObservationCallObserver observer;
    private final @Nullable ObservationListeners listeners;
    private volatile @Nullable Timers timers;

    /** Instead of this one, where it makes no difference but in time. */
    public MeteredCallObserver(ObservationCallObserver observer) {
        this.observer = observer;
        this.listeners = ObservationListeners.of(observer.registry());
    }

    @Override
    public @Nullable Watch<QueryResult> asking(OutgoingCall call) {
        Timers only = timers();
        return only == null ? observer.asking(call) : only.asked.begin(call);
    }

    @Override
    public @Nullable Watch<Payload> answering(QueryRequest request) {
        Timers only = timers();
        return only == null ? observer.answering(request) : only.handled.begin(request);
    }

    @Override
    public @Nullable Watch<SendResult> sending(OutgoingCall call) {
        Timers only = timers();
        return only == null ? observer.sending(call) : only.sent.begin(call);
    }

    @Override
    public @Nullable Watch<Event> handling(Event event) {
        Timers only = timers();
        return only == null ? observer.handling(event) : only.received.begin(event);
    }

    @Override
    public @Nullable Stopwatch<SendResult> timingSending() {
        Timers only = timers();
        return only == null ? null : only.sentInARow.stopwatch();
    }

    @Override
    public @Nullable Laps<Event> timingHandling() {
        Timers only = timers();
        return only == null ? null : only.receivedInARow.laps();
    }

    /** Whether a call would make meters and nothing else now. */
    boolean isMetersOnly() {
        return timers() != null;
    }

    private @Nullable Timers timers() {
        if (listeners == null) {
            return null;
        }
        Meters meters = listeners.onlyMeters();
        if (meters == null || !observer.isByDefaultConventions()) {
            return null;
        }
        Timers known = timers;
        return known != null && known.meters.equals(meters) ? known : newTimers(listeners, meters);
    }

    private synchronized Timers newTimers(ObservationListeners listeners, Meters meters) {
        Timers known = timers;
        if (known == null || !known.meters.equals(meters)) {
            known = new Timers(listeners, meters, observer.names());
            timers = known;
        }
        return known;
    }

    /** Those of all kinds of calls. */
    private static final class Timers {
        final Meters meters;
        final CallTimers<ClusterQueryClientContext, OutgoingCall, QueryResult> asked;
        final CallTimers<ClusterQueryServerContext, QueryRequest, Payload> handled;
        final CallTimers<ClusterEventSenderContext, OutgoingCall, SendResult> sent;
        final CallTimers<ClusterEventReceiverContext, Event, Event> received;
        final EventTimers<ClusterEventSenderContext, SendResult> sentInARow;
        final EventTimers<ClusterEventReceiverContext, Event> receivedInARow;

        Timers(ObservationListeners listeners, Meters meters, BoundedNames names) {
            this.meters = meters;
            this.asked = new CallTimers<>(
                    new CallTimers.Kind<>(
                            new DefaultClusterQueryClientObservationConvention(names),
                            ClusterQueryClientContext::new,
                            ClusterQueryClientContext::setResponse,
                            DefaultClusterQueryClientObservationConvention::outcome,
                            call -> names.tag(call.name())),
                    listeners,
                    meters);
            this.handled = new CallTimers<>(
                    new CallTimers.Kind<>(
                            new DefaultClusterQueryServerObservationConvention(names),
                            ClusterQueryServerContext::new,
                            ClusterQueryServerContext::setResponse,
                            DefaultClusterQueryServerObservationConvention::outcome,
                            request -> names.tag(request.name())),
                    listeners,
                    meters);
            this.sent = new CallTimers<>(
                    new CallTimers.Kind<>(
                            new DefaultClusterEventSenderObservationConvention(),
                            ClusterEventSenderContext::new,
                            ClusterEventSenderContext::setResult,
                            DefaultClusterEventSenderObservationConvention::outcome,
                            call -> ""),
                    listeners,
                    meters);
            this.received = new CallTimers<>(
                    new CallTimers.Kind<>(
                            new DefaultClusterEventReceiverObservationConvention(),
                            ClusterEventReceiverContext::new,
                            (context, handled) -> {},
                            (handled, failure) -> DefaultClusterEventReceiverObservationConvention.outcome(failure),
                            event -> ""),
                    listeners,
                    meters);
            this.sentInARow = new EventTimers<>(sent, ClusterEventSenderContext::new);
            this.receivedInARow = new EventTimers<>(received, ClusterEventReceiverContext::new);
        }
    }
}
