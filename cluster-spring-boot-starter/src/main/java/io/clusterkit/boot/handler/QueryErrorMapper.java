package io.clusterkit.boot.handler;

import io.clusterkit.QueryRequest;
import org.jspecify.annotations.Nullable;

/**
 * Says what the asker is told when a {@link io.clusterkit.boot.QueryHandler QueryHandler} method fails. Beans of this type
 * are asked in their order, before {@link io.clusterkit.boot.QueryError QueryError} and the property
 * {@code cluster.query.error-details}. Called on a handler thread, or on that which completed a later answer; should not
 * block.
 */
@FunctionalInterface
public interface QueryErrorMapper {
    /**
     * The text to tell.
     *
     * @param failure what the method threw or its answer completed with, without wrappers of the JDK
     * @return the text, or null to leave it to others
     */
    @Nullable
    String map(Throwable failure, QueryRequest request);
}
