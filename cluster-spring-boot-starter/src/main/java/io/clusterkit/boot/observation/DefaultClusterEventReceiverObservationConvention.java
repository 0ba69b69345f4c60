package io.clusterkit.boot.observation;

import io.clusterkit.boot.observation.ClusterObservationDocumentation.DetailKeyNames;
import io.clusterkit.boot.observation.ClusterObservationDocumentation.EventKeyNames;
import io.micrometer.common.KeyValues;
import java.util.Objects;

/**
 * Default {@link ClusterEventReceiverObservationConvention}. The outcome is {@code handled}, or {@code failed} if a
 * handler threw.
 */
public class DefaultClusterEventReceiverObservationConvention implements ClusterEventReceiverObservationConvention {
    @Override
    public String getName() {
        return ClusterObservationDocumentation.EVENT_RECEIVER.getName();
    }

    @Override
    public String getContextualName(ClusterEventReceiverContext context) {
        return "handle event";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ClusterEventReceiverContext context) {
        return KeyValues.of(EventKeyNames.OUTCOME.withValue(context.getError() == null ? "handled" : Outcomes.FAILED));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ClusterEventReceiverContext context) {
        var event = Objects.requireNonNull(context.getCarrier());
        return KeyValues.of(
                DetailKeyNames.CHANNEL.withValue(Long.toString(event.channel())),
                DetailKeyNames.MEMBER.withValue(event.from().sid()));
    }
}
