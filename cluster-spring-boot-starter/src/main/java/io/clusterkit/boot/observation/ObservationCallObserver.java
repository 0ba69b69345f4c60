package io.clusterkit.boot.observation;

import io.clusterkit.CallObserver;
import io.clusterkit.Event;
import io.clusterkit.OutgoingCall;
import io.clusterkit.QueryRequest;
import io.clusterkit.SendResult;
import io.clusterkit.boot.handler.ToldFailure;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryResult;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each query and event, on both sides. The observation that is current on the asking thread is the
 * parent; what its handlers write into the carrier travels as headers; handlers run in the scope of their observation.
 */
public final class ObservationCallObserver implements CallObserver {
    private final ObservationRegistry registry;
    private final BoundedNames names;
    private final DefaultClusterQueryClientObservationConvention queryClientDefault;
    private final DefaultClusterQueryServerObservationConvention queryServerDefault;
    private final DefaultClusterEventSenderObservationConvention eventSenderDefault =
            new DefaultClusterEventSenderObservationConvention();
    private final DefaultClusterEventReceiverObservationConvention eventReceiverDefault =
            new DefaultClusterEventReceiverObservationConvention();
    private @Nullable ClusterQueryClientObservationConvention queryClient;
    private @Nullable ClusterQueryServerObservationConvention queryServer;
    private @Nullable ClusterEventSenderObservationConvention eventSender;
    private @Nullable ClusterEventReceiverObservationConvention eventReceiver;

    /**
     * Observations for this registry, by the default conventions.
     *
     * @param names the names of queries that are told apart, asked and handled together
     */
    public ObservationCallObserver(ObservationRegistry registry, BoundedNames names) {
        this.registry = registry;
        this.names = names;
        this.queryClientDefault = new DefaultClusterQueryClientObservationConvention(names);
        this.queryServerDefault = new DefaultClusterQueryServerObservationConvention(names);
    }

    /** Instead of the default one. Before it is used; not thread-safe. */
    public void setQueryClientConvention(ClusterQueryClientObservationConvention convention) {
        this.queryClient = convention;
    }

    /** Instead of the default one. Before it is used; not thread-safe. */
    public void setQueryServerConvention(ClusterQueryServerObservationConvention convention) {
        this.queryServer = convention;
    }

    /** Instead of the default one. Before it is used; not thread-safe. */
    public void setEventSenderConvention(ClusterEventSenderObservationConvention convention) {
        this.eventSender = convention;
    }

    /** Instead of the default one. Before it is used; not thread-safe. */
    public void setEventReceiverConvention(ClusterEventReceiverObservationConvention convention) {
        this.eventReceiver = convention;
    }

    @Override
    public @Nullable Watch<QueryResult> asking(OutgoingCall call) {
        ClusterQueryClientContext context = new ClusterQueryClientContext(call);
        return start(
                ClusterObservationDocumentation.QUERY_CLIENT.observation(
                        queryClient, queryClientDefault, () -> context, registry),
                context::setResponse);
    }

    @Override
    public @Nullable Watch<Payload> answering(QueryRequest request) {
        ClusterQueryServerContext context = new ClusterQueryServerContext(request);
        return start(
                ClusterObservationDocumentation.QUERY_SERVER.observation(
                        queryServer, queryServerDefault, () -> context, registry),
                context::setResponse);
    }

    @Override
    public @Nullable Watch<SendResult> sending(OutgoingCall call) {
        ClusterEventSenderContext context = new ClusterEventSenderContext(call);
        return start(
                ClusterObservationDocumentation.EVENT_SENDER.observation(
                        eventSender, eventSenderDefault, () -> context, registry),
                context::setResult);
    }

    @Override
    public @Nullable Watch<Event> handling(Event event) {
        ClusterEventReceiverContext context = new ClusterEventReceiverContext(event);
        return start(
                ClusterObservationDocumentation.EVENT_RECEIVER.observation(
                        eventReceiver, eventReceiverDefault, () -> context, registry),
                handled -> {});
    }

    ObservationRegistry registry() {
        return registry;
    }

    BoundedNames names() {
        return names;
    }

    /** Whether no convention was set. */
    boolean isByDefaultConventions() {
        return queryClient == null && queryServer == null && eventSender == null && eventReceiver == null;
    }

    /** What an application threw, without what it was wrapped in on its way. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapped = failure instanceof CompletionException || failure instanceof ToldFailure;
        return wrapped && cause != null ? cause(cause) : failure;
    }

    private static <R> @Nullable Watch<R> start(Observation observation, Consumer<R> result) {
        return observation.isNoop() ? null : new ObservationWatch<>(observation.start(), result);
    }

    private record ObservationWatch<R>(Observation observation, Consumer<R> response) implements Watch<R> {
        @Override
        public Scope open() {
            Observation.Scope scope = observation.openScope();
            return scope::close;
        }

        @Override
        public void ended(@Nullable R result, @Nullable Throwable failure) {
            if (result != null) {
                response.accept(result);
            }
            if (failure != null) {
                observation.error(cause(failure));
            }
            observation.stop();
        }
    }
}
