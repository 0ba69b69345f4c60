package io.clusterkit.boot.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Web extension of {@link ClusterEndpoint}: says in the body what is wrong with a request. */
@EndpointWebExtension(endpoint = ClusterEndpoint.class)
public class ClusterEndpointWebExtension {
    private final ClusterEndpoint delegate;

    public ClusterEndpointWebExtension(ClusterEndpoint delegate) {
        this.delegate = delegate;
    }

    /** As {@link ClusterEndpoint#perform}; status 400 with the reason as {@code error} for a bad request. */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> perform(
            @Selector String operation,
            @Nullable String channel,
            @Nullable List<String> set,
            @Nullable List<String> add,
            @Nullable List<String> remove) {
        try {
            ClusterEndpoint.OperationDescriptor done = delegate.perform(operation, channel, set, add, remove);
            return new WebEndpointResponse<>(
                    Map.of("operation", done.operation(), "done", done.done(), "tags", done.tags()));
        } catch (InvalidEndpointRequestException bad) {
            return new WebEndpointResponse<>(
                    Map.of("error", String.valueOf(bad.getMessage())), WebEndpointResponse.STATUS_BAD_REQUEST);
        }
    }
}
