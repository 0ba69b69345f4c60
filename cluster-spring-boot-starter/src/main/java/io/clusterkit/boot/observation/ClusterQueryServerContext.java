package io.clusterkit.boot.observation;

import io.clusterkit.QueryRequest;
import io.clusterkit.packet.Payload;
import io.micrometer.observation.transport.RequestReplyReceiverContext;

/** Context of the observation of a query that this member was asked and has a handler for. */
public final class ClusterQueryServerContext extends RequestReplyReceiverContext<QueryRequest, Payload> {
    /** A context that carries this. */
    public ClusterQueryServerContext(QueryRequest request) {
        super((carried, name) -> carried.headers().get(name));
        setCarrier(request);
    }
}
