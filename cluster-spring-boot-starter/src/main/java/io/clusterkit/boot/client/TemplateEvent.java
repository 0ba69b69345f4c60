package io.clusterkit.boot.client;

import io.clusterkit.Cluster;
import io.clusterkit.EventCall;
import io.clusterkit.SendResult;
import io.clusterkit.boot.handler.PayloadConverter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An event of a {@link ClusterTemplate}. */
final class TemplateEvent extends TemplateCall<ClusterOperations.EventSpec> implements ClusterOperations.EventSpec {
    private final Cluster cluster;
    private @Nullable Boolean broadcast;

    TemplateEvent(Cluster cluster, PayloadConverter converter) {
        super(converter);
        this.cluster = cluster;
    }

    @Override
    ClusterOperations.EventSpec self() {
        return this;
    }

    @Override
    public ClusterOperations.EventSpec broadcast(boolean broadcast) {
        this.broadcast = broadcast;
        return this;
    }

    @Override
    public CompletableFuture<SendResult> send() {
        EventCall call = cluster.event().to(members).data(payload).headers(headers);
        if (resolver != null) {
            call.to(resolver);
        }
        if (channel != null) {
            call.channel(channel);
        }
        if (protocols != null) {
            call.protocols(protocols);
        }
        if (id != null) {
            call.id(id);
        }
        if (broadcast != null) {
            call.broadcast(broadcast);
        }
        return call.send();
    }
}
