package io.clusterkit.boot.observation;

import io.clusterkit.SendResult;
import io.clusterkit.boot.observation.ClusterObservationDocumentation.DetailKeyNames;
import io.clusterkit.boot.observation.ClusterObservationDocumentation.EventKeyNames;
import io.clusterkit.routing.SendOutcome;
import io.micrometer.common.KeyValues;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Default {@link ClusterEventSenderObservationConvention}. The outcome is {@code sent}, {@code partial} if it was sent to
 * some of the members only, or {@code failed}.
 */
public class DefaultClusterEventSenderObservationConvention implements ClusterEventSenderObservationConvention {
    @Override
    public String getName() {
        return ClusterObservationDocumentation.EVENT_SENDER.getName();
    }

    @Override
    public String getContextualName(ClusterEventSenderContext context) {
        return "send event";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ClusterEventSenderContext context) {
        return KeyValues.of(EventKeyNames.OUTCOME.withValue(outcome(context.getResult(), context.getError())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ClusterEventSenderContext context) {
        var call = Objects.requireNonNull(context.getCarrier());
        return KeyValues.of(
                DetailKeyNames.CHANNEL.withValue(Long.toString(call.channel())),
                DetailKeyNames.MEMBERS.withValue(
                        Integer.toString(call.receivers().size())));
    }

    static String outcome(@Nullable SendResult result, @Nullable Throwable failure) {
        if (result == null) {
            return failure == null ? Outcomes.UNKNOWN : Outcomes.FAILED;
        }
        if (result.isAllSent()) {
            return "sent";
        }
        return result.outcomes().stream().anyMatch(SendOutcome::sent) ? Outcomes.PARTIAL : Outcomes.FAILED;
    }
}
