package io.clusterkit.boot.observation;

import io.clusterkit.OutgoingCall;
import io.clusterkit.query.QueryResult;
import io.micrometer.observation.transport.RequestReplySenderContext;
import org.jspecify.annotations.Nullable;

/** Context of the observation of a query that this member asks. */
public final class ClusterQueryClientContext extends RequestReplySenderContext<OutgoingCall, QueryResult> {
    /** A context that carries this. */
    public ClusterQueryClientContext(OutgoingCall call) {
        super(ClusterQueryClientContext::header);
        setCarrier(call);
    }

    private static void header(@Nullable OutgoingCall call, String name, String value) {
        if (call != null) {
            call.header(name, value);
        }
    }
}
