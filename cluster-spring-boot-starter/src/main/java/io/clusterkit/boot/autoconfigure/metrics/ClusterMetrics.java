package io.clusterkit.boot.autoconfigure.metrics;

import io.clusterkit.Cluster;
import io.clusterkit.codec.DecodeError;
import io.clusterkit.member.MemberState;
import io.clusterkit.packet.PacketType;
import io.clusterkit.routing.SendOutcome;
import io.clusterkit.runtime.DropReason;
import io.clusterkit.runtime.PacketCounts;
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
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MeterBinder} for a member. Reads what the member counts; nothing is done for each packet. Tags have few
 * values, all known beforehand: what the member counts under a name that is not known here goes to {@code other}.
 */
public class ClusterMetrics implements MeterBinder {
    private static final String OTHER = "other";

    private static final List<MemberState> STATES = List.of(MemberState.ALIVE, MemberState.SUSPECT);

    private static final List<String> QUEUES =
            List.of("events", "hooks", "handlers", "listeners", "broadcasts", "loop", "io");

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
        Stream.concat(QUEUES.stream(), protocols.stream().map(id -> "frames-" + id))
                .forEach(queue -> Gauge.builder("cluster.queue.depth", cluster, each -> depth(queue))
                        .description("What waits in the member's queues")
                        .tag("queue", queue)
                        .register(registry));
        bindPackets(registry);
        new Family("cluster.packets.dropped", "Packets that came and were not handled", DropReason.PREFIX, "reason")
                .bind(registry, labels(DropReason.values(), DropReason::label));
        new Family("cluster.packets.undecodable", "Bytes that are no packet", "packets.undecodable.", "error")
                .bind(registry, labels(DecodeError.values(), DecodeError::name));
        new Family(
                        "cluster.sends",
                        "Packets for members, by what became of them; a multicast counts once",
                        SendOutcome.Status.PREFIX,
                        "outcome")
                .bind(registry, labels(SendOutcome.Status.values(), SendOutcome.Status::label));
        new Family("cluster.queries", "Queries that this member was asked", "queries.", "outcome")
                .register(registry, QUERY_OUTCOMES);
        counter(registry, "cluster.events", "Events that were handled", "events.handled");
        counter(registry, "cluster.fallbacks", "Packets sent by another protocol than the first", "fallbacks");
        counter(registry, "cluster.hooks.cancelled", "Packets that a hook stopped", "hooks.cancelled");
    }

    private void bindPackets(MeterRegistry registry) {
        List<String> types = Stream.concat(
                        Arrays.stream(PacketType.values()).map(PacketCounts::label), Stream.of(PacketCounts.UNKNOWN))
                .toList();
        for (String direction : List.of("in", "out")) {
            new Family("cluster.bytes", "Bytes of packets", "bytes." + direction + ".", "protocol")
                    .with(Tags.of("direction", direction), BaseUnits.BYTES)
                    .bind(registry, protocols);
            for (String type : types) {
                Tags tags = Tags.of("direction", direction, "type", type);
                protocols.forEach(id -> packets(
                        registry,
                        tags.and("protocol", id),
                        each -> count("packets." + direction + "." + id + "." + type)));
                packets(registry, tags.and("protocol", OTHER), each -> otherPackets(direction, type));
            }
        }
    }

    private void packets(MeterRegistry registry, Tags tags, ToDoubleFunction<Cluster> count) {
        FunctionCounter.builder("cluster.packets", cluster, count)
                .description("Packets")
                .tags(tags)
                .register(registry);
    }

    private long otherPackets(String direction, String type) {
        String prefix = "packets." + direction + ".";
        String suffix = "." + type;
        return cluster.counters().entrySet().stream()
                .filter(each ->
                        each.getKey().startsWith(prefix) && each.getKey().endsWith(suffix))
                .filter(each -> !protocols.contains(each.getKey()
                        .substring(
                                prefix.length(),
                                Math.max(prefix.length(), each.getKey().length() - suffix.length()))))
                .mapToLong(Map.Entry::getValue)
                .sum();
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

    private int depth(String queue) {
        return cluster.queueDepths().getOrDefault(queue, 0);
    }

    private long count(String name) {
        return cluster.counter(name);
    }

    private static <E> Set<String> labels(E[] values, Function<E, String> label) {
        return Set.copyOf(Arrays.stream(values).map(label).toList());
    }

    /** A meter for all of the member's counts with the same beginning; what follows is the value of a tag. */
    private final class Family {
        private final String name;
        private final String description;
        private final String prefix;
        private final String tag;
        private Tags tags = Tags.empty();
        private @Nullable String unit;

        Family(String name, String description, String prefix, String tag) {
            this.name = name;
            this.description = description;
            this.prefix = prefix;
            this.tag = tag;
        }

        Family with(Tags tags, String unit) {
            this.tags = tags;
            this.unit = unit;
            return this;
        }

        /** These, and all others together. */
        void bind(MeterRegistry registry, Set<String> known) {
            register(registry, known);
            register(registry, OTHER, each -> each.counters().entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(prefix))
                    .filter(entry -> !known.contains(entry.getKey().substring(prefix.length())))
                    .mapToLong(Map.Entry::getValue)
                    .sum());
        }

        /** These only. */
        void register(MeterRegistry registry, Set<String> known) {
            known.forEach(key -> register(registry, key, each -> count(prefix + key)));
        }

        private void register(MeterRegistry registry, String value, ToDoubleFunction<Cluster> count) {
            FunctionCounter.builder(name, cluster, count)
                    .description(description)
                    .baseUnit(unit)
                    .tags(tags)
                    .tag(tag, value.toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry);
        }
    }
}
