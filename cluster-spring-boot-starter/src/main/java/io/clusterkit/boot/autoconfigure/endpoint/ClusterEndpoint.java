package io.clusterkit.boot.autoconfigure.endpoint;

import io.clusterkit.Cluster;
import io.clusterkit.Diagnosis;
import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.member.Member;
import io.clusterkit.member.TagEdit;
import io.clusterkit.multiplexer.Multiplexer;
import io.clusterkit.query.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} to show this member and those it knows, and to make it speak.
 *
 * <p>Lists in requests are written {@code a,b}, or are parameters that are repeated; endpoints take no JSON arrays.
 */
@Endpoint(id = "cluster")
public class ClusterEndpoint {
    static final String HEARTBEAT = "heartbeat";
    static final String DISCOVER = "discover";
    static final String TAGS = "tags";

    private final Cluster cluster;
    private final @Nullable Multiplexers multiplexers;

    /** Shows this member. */
    public ClusterEndpoint(Cluster cluster) {
        this(cluster, null);
    }

    /**
     * Shows this member.
     *
     * @param multiplexers those of the application, or null if it has none
     */
    public ClusterEndpoint(Cluster cluster, @Nullable Multiplexers multiplexers) {
        this.cluster = cluster;
        this.multiplexers = multiplexers;
    }

    @ReadOperation
    public ClusterDescriptor cluster() {
        return new ClusterDescriptor(
                SelfDescriptor.of(cluster),
                cluster.members().stream().map(MemberDescriptor::of).toList(),
                cluster.queueDepths(),
                cluster.queries().stream().map(QueryDescriptor::of).toList(),
                cluster.counters(),
                cluster.diagnosis(),
                describe(multiplexers));
    }

    @ReadOperation
    public @Nullable MemberDescriptor member(@Selector String sidOrUuid) {
        return cluster.member(sidOrUuid).map(MemberDescriptor::of).orElse(null);
    }

    /**
     * Makes the member speak: {@code heartbeat}, on a {@code channel} if one is given; {@code discover}; {@code tags}, to
     * {@code set}, {@code add} and {@code remove} some.
     *
     * @throws InvalidEndpointRequestException for any other operation, or bad parameters
     */
    @WriteOperation
    public OperationDescriptor perform(
            @Selector String operation,
            @Nullable String channel,
            @Nullable List<String> set,
            @Nullable List<String> add,
            @Nullable List<String> remove) {
        boolean edits = set != null || add != null || remove != null;
        return switch (operation) {
            case HEARTBEAT -> {
                require(!edits, "'heartbeat' takes no parameter but 'channel'");
                yield heartbeat(channel);
            }
            case DISCOVER -> {
                require(!edits && channel == null, "'discover' takes no parameters");
                requireStarted();
                yield new OperationDescriptor(
                        operation, cluster.discover(), cluster.tags().asList());
            }
            case TAGS -> {
                require(channel == null, "'tags' takes no parameters but 'set', 'add' and 'remove'");
                require(edits, "'tags' needs at least one of 'set', 'add' and 'remove', each a list as in \"a,b\"");
                yield tags(set, add, remove);
            }
            default ->
                throw new InvalidEndpointRequestException(
                        "there is no operation '" + operation + "'; there are 'heartbeat', 'discover' and 'tags'",
                        "unknown operation");
        };
    }

    private OperationDescriptor heartbeat(@Nullable String channel) {
        requireStarted();
        if (channel == null) {
            cluster.heartbeat();
        } else {
            try {
                cluster.heartbeat(Long.parseLong(channel.strip()));
            } catch (NumberFormatException noNumber) {
                throw bad("'channel' must be a number but is '" + channel + "'");
            } catch (IllegalArgumentException refused) {
                throw bad(String.valueOf(refused.getMessage()));
            }
        }
        return new OperationDescriptor(HEARTBEAT, true, cluster.tags().asList());
    }

    private OperationDescriptor tags(
            @Nullable List<String> set, @Nullable List<String> add, @Nullable List<String> remove) {
        List<String> before = cluster.tags().asList();
        TagEdit edit = TagEdit.edit();
        if (set != null) {
            edit = edit.replace(words("set", set));
        }
        if (add != null) {
            edit = edit.append(words("add", add));
        }
        if (remove != null) {
            edit = edit.remove(words("remove", remove));
        }
        List<String> after = cluster.tags(edit).asList();
        return new OperationDescriptor(TAGS, !before.equals(after), after);
    }

    private static String[] words(String parameter, List<String> words) {
        for (String word : words) {
            require(!word.isBlank(), "'" + parameter + "' has an empty tag");
        }
        return words.toArray(String[]::new);
    }

    private void requireStarted() {
        require(cluster.isStarted(), "this member is not started");
    }

    private static void require(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw bad(otherwise);
        }
    }

    private static InvalidEndpointRequestException bad(String message) {
        return new InvalidEndpointRequestException(message, message);
    }

    private static Map<String, MultiplexerDescriptor> describe(@Nullable Multiplexers multiplexers) {
        Map<String, MultiplexerDescriptor> described = new LinkedHashMap<>();
        if (multiplexers != null) {
            multiplexers.names().forEach(name -> {
                Optional<Multiplexer> running = multiplexers.find(name);
                described.put(
                        name,
                        new MultiplexerDescriptor(
                                running.isPresent(),
                                running.map(Multiplexer::port).orElse(0),
                                multiplexers.stats(name).clients()));
            });
        }
        return described;
    }

    /**
     * Description of a cluster as this member knows it.
     *
     * @param self this member
     * @param members the others, in the order they were found
     * @param queues how much waits in each of this member's queues
     * @param queries this member's queries that are open
     * @param counters what this member counted
     * @param diagnosis why members can't see each other, as far as this one can tell
     * @param multiplexers the application's, by name; more of them at the endpoint {@code multiplexers}
     */
    public record ClusterDescriptor(
            SelfDescriptor self,
            List<MemberDescriptor> members,
            Map<String, Integer> queues,
            List<QueryDescriptor> queries,
            Map<String, Long> counters,
            Diagnosis diagnosis,
            Map<String, MultiplexerDescriptor> multiplexers)
            implements OperationResponseBody {}

    /**
     * Description of this member.
     *
     * @param uuid sid and hid
     * @param sid its own id
     * @param hid its host's id
     * @param name the cluster's name, empty if it has none
     * @param group the multicast group and port by which members find each other
     * @param started whether it is in the cluster
     * @param draining whether it takes no new work
     * @param tags its tags
     * @param protocols whether each of its protocols works, by id, best first; empty unless it is started
     * @param channels the channels it is on
     */
    public record SelfDescriptor(
            String uuid,
            String sid,
            String hid,
            String name,
            String group,
            boolean started,
            boolean draining,
            List<String> tags,
            Map<String, ProtocolDescriptor> protocols,
            List<Long> channels) {

        static SelfDescriptor of(Cluster cluster) {
            Map<String, ProtocolDescriptor> protocols = new LinkedHashMap<>();
            cluster.protocolConditions()
                    .forEach((id, condition) ->
                            protocols.put(id, new ProtocolDescriptor(condition.works(), condition.detail())));
            return new SelfDescriptor(
                    cluster.id().uuid(),
                    cluster.id().sid(),
                    cluster.id().hid(),
                    cluster.options().name(),
                    cluster.options().address().getHostAddress() + ":"
                            + cluster.options().port(),
                    cluster.isStarted(),
                    cluster.isDraining(),
                    cluster.tags().asList(),
                    protocols,
                    List.copyOf(cluster.channels()));
        }
    }

    /**
     * Description of a protocol.
     *
     * @param works whether it can send and be reached
     * @param detail where it listens, or why it does not work
     */
    public record ProtocolDescriptor(boolean works, String detail) {}

    /**
     * Description of another member.
     *
     * @param uuid sid and hid
     * @param sid its own id
     * @param hid its host's id
     * @param address its address
     * @param local whether it is on this host
     * @param state what is known of its life
     * @param draining whether it takes no new work
     * @param tags its tags
     * @param protocols ids of its protocols, best first
     * @param lastSeen when it was last heard, in ISO-8601 format
     */
    public record MemberDescriptor(
            String uuid,
            String sid,
            String hid,
            String address,
            boolean local,
            String state,
            boolean draining,
            List<String> tags,
            List<String> protocols,
            String lastSeen)
            implements OperationResponseBody {

        static MemberDescriptor of(Member member) {
            return new MemberDescriptor(
                    member.uuid(),
                    member.sid(),
                    member.hid(),
                    member.address(),
                    member.local(),
                    member.state().name(),
                    member.isDraining(),
                    member.tags().asList(),
                    member.protocols(),
                    member.lastSeen().toString());
        }
    }

    /**
     * Description of an open query.
     *
     * @param id its id on the wire
     * @param name its name; empty for one without
     * @param age how long ago it was asked, in ISO-8601 format
     * @param asked sids of those it asked
     * @param remaining sids of those of whom nothing is known yet
     */
    public record QueryDescriptor(String id, String name, String age, List<String> asked, List<String> remaining) {
        static QueryDescriptor of(Query query) {
            return new QueryDescriptor(
                    query.id(),
                    query.name().orElse(""),
                    query.age().toString(),
                    query.asked().stream().map(Member::sid).toList(),
                    query.remaining().stream().map(Member::sid).toList());
        }
    }

    /**
     * Description of a multiplexer.
     *
     * @param running whether it is open
     * @param port the real one; 0 for a Unix socket, or unless it is open
     * @param clients how many it has
     */
    public record MultiplexerDescriptor(boolean running, int port, long clients) {}

    /**
     * Description of what an operation did.
     *
     * @param operation which
     * @param done whether anything was done: a member asks for others at most once in 30 s, and tags may be so already
     * @param tags this member's tags now
     */
    public record OperationDescriptor(String operation, boolean done, List<String> tags)
            implements OperationResponseBody {}
}
