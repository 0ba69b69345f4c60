package io.clusterkit.boot.observation;

import io.clusterkit.Event;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/** Context of the observation of an event that came to this member and its handlers. */
public final class ClusterEventReceiverContext extends ReceiverContext<Event> {
    /** A context that carries this. */
    public ClusterEventReceiverContext(Event event) {
        this();
        setCarrier(event);
    }

    /** A context of no event in particular: for meters, which all events have in common. */
    ClusterEventReceiverContext() {
        super((carried, name) -> carried.headers().get(name), Kind.CONSUMER);
    }
}
