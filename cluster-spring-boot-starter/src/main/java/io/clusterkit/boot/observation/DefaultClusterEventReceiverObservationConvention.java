package io.clusterkit.boot.observation;

import io.clusterkit.boot.observation.ClusterObservationDocumentation.DetailKeyNames;
import io.clusterkit.boot.observation.ClusterObservationDocumentation.EventKeyNames;
import io.micrometer.common.KeyValues;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        return KeyValues.of(EventKeyNames.OUTCOME.withValue(outcome(context.getError())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ClusterEventReceiverContext context) {
        var event = Objects.requireNonNull(context.getCarrier());
        return KeyValues.of(
                DetailKeyNames.CHANNEL.withValue(Long.toString(event.channel())),
                DetailKeyNames.MEMBER.withValue(event.from().sid()));
    }

    static String outcome(@Nullable Throwable failure) {
        return failure == null ? "handled" : Outcomes.FAILED;
    }
}
