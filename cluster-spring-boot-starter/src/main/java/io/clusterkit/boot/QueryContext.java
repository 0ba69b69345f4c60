package io.clusterkit.boot;

import io.clusterkit.QueryRequest;
import io.clusterkit.member.Member;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a query beside its payload: a parameter of {@link QueryHandler} methods.
 *
 * @param name the query's name, or null for one without
 * @param from who asks, as known when it arrived
 * @param channel the channel it was asked on
 * @param id its id on the wire, drawn by the asker
 * @param protocol id of the protocol by which it came
 * @param headers names and values beside the payload, in the asker's order; empty if there are none
 */
public record QueryContext(
        @Nullable String name, Member from, long channel, String id, String protocol, Map<String, String> headers) {
    /** The context of this query. */
    public static QueryContext of(QueryRequest request) {
        return new QueryContext(
                request.name(), request.from(), request.channel(), request.id(), request.protocol(), request.headers());
    }
}
