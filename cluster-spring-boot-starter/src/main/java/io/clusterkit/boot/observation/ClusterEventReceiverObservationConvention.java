package io.clusterkit.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} of an event that came to this member and its handlers. A bean of this type is used instead of {@link DefaultClusterEventReceiverObservationConvention}.
 */
public interface ClusterEventReceiverObservationConvention extends ObservationConvention<ClusterEventReceiverContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ClusterEventReceiverContext;
    }
}
