package io.clusterkit.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} of an event that this member sends. A bean of this type is used instead of {@link DefaultClusterEventSenderObservationConvention}.
 */
public interface ClusterEventSenderObservationConvention extends ObservationConvention<ClusterEventSenderContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ClusterEventSenderContext;
    }
}
