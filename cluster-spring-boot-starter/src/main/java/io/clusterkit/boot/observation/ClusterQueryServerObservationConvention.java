package io.clusterkit.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} of a query that this member was asked and has a handler for. A bean of this type is used instead of {@link DefaultClusterQueryServerObservationConvention}.
 */
public interface ClusterQueryServerObservationConvention extends ObservationConvention<ClusterQueryServerContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ClusterQueryServerContext;
    }
}
