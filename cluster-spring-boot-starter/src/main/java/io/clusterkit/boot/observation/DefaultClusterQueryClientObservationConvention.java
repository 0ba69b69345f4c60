package io.clusterkit.boot.observation;

import io.clusterkit.boot.observation.ClusterObservationDocumentation.DetailKeyNames;
import io.clusterkit.boot.observation.ClusterObservationDocumentation.QueryKeyNames;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryOutcome.Status;
import io.clusterkit.query.QueryResult;
import io.micrometer.common.KeyValues;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Default {@link ClusterQueryClientObservationConvention}. The outcome is {@code answered} if all members answered that
 * were waited for, {@code partial} if some did, {@code nobody} if no member was meant; if none answered, how the query
 * ended for all of them ({@code timed-out}, {@code unreachable}, {@code left}, {@code not-awaited}, {@code failed}), or
 * {@code failed} if that differs.
 */
public class DefaultClusterQueryClientObservationConvention implements ClusterQueryClientObservationConvention {
    private final BoundedNames names;

    /** A convention that tells these names apart. */
    public DefaultClusterQueryClientObservationConvention(BoundedNames names) {
        this.names = names;
    }

    @Override
    public String getName() {
        return ClusterObservationDocumentation.QUERY_CLIENT.getName();
    }

    @Override
    public String getContextualName(ClusterQueryClientContext context) {
        return "ask " + name(context);
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ClusterQueryClientContext context) {
        return KeyValues.of(
                QueryKeyNames.NAME.withValue(name(context)),
                QueryKeyNames.OUTCOME.withValue(outcome(context.getResponse(), context.getError())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ClusterQueryClientContext context) {
        var call = Objects.requireNonNull(context.getCarrier());
        return KeyValues.of(
                DetailKeyNames.CHANNEL.withValue(Long.toString(call.channel())),
                DetailKeyNames.MEMBERS.withValue(
                        Integer.toString(call.receivers().size())));
    }

    private String name(ClusterQueryClientContext context) {
        return names.tag(Objects.requireNonNull(context.getCarrier()).name());
    }

    static String outcome(@Nullable QueryResult result, @Nullable Throwable failure) {
        if (result == null) {
            return failure == null ? Outcomes.UNKNOWN : Outcomes.FAILED;
        }
        return outcome(result.outcomes());
    }

    private static String outcome(List<QueryOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return "nobody";
        }
        int answered = 0;
        int notAwaited = 0;
        Status first = outcomes.get(0).status();
        @Nullable Status all = first;
        for (QueryOutcome outcome : outcomes) {
            answered += outcome.status() == Status.ANSWERED ? 1 : 0;
            notAwaited += outcome.status() == Status.NOT_AWAITED ? 1 : 0;
            all = outcome.status() == first ? all : null;
        }
        if (answered > 0) {
            return answered + notAwaited == outcomes.size() ? Outcomes.ANSWERED : Outcomes.PARTIAL;
        }
        return all == null
                ? Outcomes.FAILED
                : all.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
