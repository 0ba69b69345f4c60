package io.clusterkit.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} of a query that this member asks. A bean of this type is used instead of {@link DefaultClusterQueryClientObservationConvention}.
 */
public interface ClusterQueryClientObservationConvention extends ObservationConvention<ClusterQueryClientContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ClusterQueryClientContext;
    }
}
