package io.clusterkit.boot.observation;

import io.clusterkit.boot.observation.ClusterObservationDocumentation.DetailKeyNames;
import io.clusterkit.boot.observation.ClusterObservationDocumentation.QueryKeyNames;
import io.clusterkit.packet.Payload;
import io.micrometer.common.KeyValues;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Default {@link ClusterQueryServerObservationConvention}. The outcome is {@code answered}, or {@code failed} if the
 * asker gets an error.
 */
public class DefaultClusterQueryServerObservationConvention implements ClusterQueryServerObservationConvention {
    private final BoundedNames names;

    /** A convention that tells these names apart. */
    public DefaultClusterQueryServerObservationConvention(BoundedNames names) {
        this.names = names;
    }

    @Override
    public String getName() {
        return ClusterObservationDocumentation.QUERY_SERVER.getName();
    }

    @Override
    public String getContextualName(ClusterQueryServerContext context) {
        return "handle " + name(context);
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ClusterQueryServerContext context) {
        return KeyValues.of(
                QueryKeyNames.NAME.withValue(name(context)),
                QueryKeyNames.OUTCOME.withValue(outcome(context.getResponse(), context.getError())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ClusterQueryServerContext context) {
        var request = Objects.requireNonNull(context.getCarrier());
        return KeyValues.of(
                DetailKeyNames.CHANNEL.withValue(Long.toString(request.channel())),
                DetailKeyNames.MEMBER.withValue(request.from().sid()),
                DetailKeyNames.PROTOCOL.withValue(request.protocol()));
    }

    private String name(ClusterQueryServerContext context) {
        return names.tag(Objects.requireNonNull(context.getCarrier()).name());
    }

    static String outcome(@Nullable Payload answer, @Nullable Throwable failure) {
        if (failure != null) {
            return Outcomes.FAILED;
        }
        return answer == null ? Outcomes.UNKNOWN : Outcomes.ANSWERED;
    }
}
