package io.clusterkit.boot.autoconfigure.metrics;

import io.clusterkit.Cluster;
import io.clusterkit.codec.DecodeError;
import io.clusterkit.member.MemberState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MeterBinder} for a member. Tags have few values, all known beforehand: what the member counts under a name
 * that is not known here goes to {@code other}.
 */
public class ClusterMetrics implements MeterBinder {
    private static final List<MemberState> STATES = List.of(MemberState.ALIVE, MemberState.SUSPECT);

    private static final Set<String> DROP_REASONS = Set.of(
            "channel",
            "channel-of-other-host",
            "departed",
            "failure",
            "filter",
            "incomplete",
            "late-response",
            "loop-full",
            "not-joined",
            "other-host",
            "own",
            "query-without-ruid",
            "queue-full",
            "unknown-type");

    private static final Set<String> QUERY_OUTCOMES = Set.of("answered", "failed", "refused", "without-handler");

    private final Cluster cluster;
    private final Set<String> protocols;

    /**
     * Meters for this member.
     *
     * @param protocols ids of the protocols that are told apart
     */
    public ClusterMetrics(Cluster cluster, Collection<String> protocols) {
        this.cluster = cluster;
        this.protocols = Set.copyOf(protocols);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (MemberState state : STATES) {
            Gauge.builder("cluster.members", cluster, each -> membersThatAre(state))
                    .description("Other members")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        gauge(registry, "cluster.queries.open", "Queries of this member that wait for answers", Cluster::openQueries);
        gauge(registry, "cluster.packets.waiting", "Packets that wait for handlers", Cluster::waitingPackets);
        for (String direction : List.of("in", "out")) {
            Tags tags = Tags.of("direction", direction);
            new Family("cluster.packets", "Packets", "packets." + direction + ".", "protocol")
                    .bind(registry, tags, protocols)
                    .bindOther(registry, tags, protocols);
            new Family("cluster.bytes", "Bytes of packets", "bytes." + direction + ".", "protocol")
                    .unit(BaseUnits.BYTES)
                    .bind(registry, tags, protocols)
                    .bindOther(registry, tags, protocols);
        }
        new Family("cluster.packets.dropped", "Packets that came and were not handled", "packets.dropped.", "reason")
                .bind(registry, Tags.empty(), DROP_REASONS)
                .bindOther(registry, Tags.empty(), DROP_REASONS);
        new Family("cluster.packets.undecodable", "Bytes that are no packet", "packets.undecodable.", "error")
                .bind(registry, Tags.empty(), decodeErrors());
        new Family("cluster.queries", "Queries that this member was asked", "queries.", "outcome")
                .bind(registry, Tags.empty(), QUERY_OUTCOMES);
        counter(registry, "cluster.events", "Events that were handled", "events.handled");
        counter(registry, "cluster.fallbacks", "Packets sent by another protocol than the first", "fallbacks");
        counter(registry, "cluster.hooks.cancelled", "Packets that a hook stopped", "hooks.cancelled");
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Cluster> value) {
        Gauge.builder(name, cluster, value).description(description).register(registry);
    }

    private void counter(MeterRegistry registry, String name, String description, String counted) {
        FunctionCounter.builder(name, cluster, each -> count(counted))
                .description(description)
                .register(registry);
    }

    private long membersThatAre(MemberState state) {
        return cluster.members().stream()
                .filter(member -> member.state() == state)
                .count();
    }

    private long count(String name) {
        return cluster.counters().getOrDefault(name, 0L);
    }

    private static List<String> decodeErrors() {
        return Arrays.stream(DecodeError.values()).map(DecodeError::name).toList();
    }

    /** A meter for all of the member's counts with the same beginning; what follows is the value of a tag. */
    private final class Family {
        private final String name;
        private final String description;
        private final String prefix;
        private final String tag;
        private @Nullable String unit;

        Family(String name, String description, String prefix, String tag) {
            this.name = name;
            this.description = description;
            this.prefix = prefix;
            this.tag = tag;
        }

        Family unit(String unit) {
            this.unit = unit;
            return this;
        }

        Family bind(MeterRegistry registry, Tags tags, Collection<String> keys) {
            keys.forEach(key -> register(registry, tags, key, each -> count(prefix + key)));
            return this;
        }

        void bindOther(MeterRegistry registry, Tags tags, Set<String> known) {
            register(registry, tags, "other", each -> each.counters().entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(prefix))
                    .filter(entry -> !known.contains(entry.getKey().substring(prefix.length())))
                    .mapToLong(Map.Entry::getValue)
                    .sum());
        }

        private void register(MeterRegistry registry, Tags tags, String value, ToDoubleFunction<Cluster> count) {
            FunctionCounter.builder(name, cluster, count)
                    .description(description)
                    .baseUnit(unit)
                    .tags(tags)
                    .tag(tag, value.toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry);
        }
    }
}
