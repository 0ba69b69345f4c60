package io.clusterkit.boot.observation;

import io.clusterkit.OutgoingCall;
import io.clusterkit.SendResult;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/** Context of the observation of an event that this member sends. */
public final class ClusterEventSenderContext extends SenderContext<OutgoingCall> {
    private @Nullable SendResult result;

    /** A context that carries this. */
    public ClusterEventSenderContext(OutgoingCall call) {
        this();
        setCarrier(call);
    }

    /** A context of no event in particular: for meters, which all events have in common. */
    ClusterEventSenderContext() {
        super(ClusterEventSenderContext::header, Kind.PRODUCER);
    }

    /** What became of it; null until that is known. */
    public @Nullable SendResult getResult() {
        return result;
    }

    void setResult(@Nullable SendResult result) {
        this.result = result;
    }

    private static void header(@Nullable OutgoingCall call, String name, String value) {
        if (call != null) {
            call.header(name, value);
        }
    }
}
