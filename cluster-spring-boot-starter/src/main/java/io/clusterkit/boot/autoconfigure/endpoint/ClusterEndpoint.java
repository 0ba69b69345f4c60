package io.clusterkit.boot.autoconfigure.endpoint;

import io.clusterkit.Cluster;
import io.clusterkit.member.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** {@link Endpoint @Endpoint} to show this member and those it knows. */
@Endpoint(id = "cluster")
public class ClusterEndpoint {
    private final Cluster cluster;

    public ClusterEndpoint(Cluster cluster) {
        this.cluster = cluster;
    }

    @ReadOperation
    public ClusterDescriptor cluster() {
        return new ClusterDescriptor(
                SelfDescriptor.of(cluster),
                cluster.members().stream().map(MemberDescriptor::of).toList());
    }

    @ReadOperation
    public @Nullable MemberDescriptor member(@Selector String sidOrUuid) {
        return cluster.member(sidOrUuid).map(MemberDescriptor::of).orElse(null);
    }

    /**
     * Description of a cluster as this member knows it.
     *
     * @param self this member
     * @param members the others, in the order they were found
     */
    public record ClusterDescriptor(SelfDescriptor self, List<MemberDescriptor> members)
            implements OperationResponseBody {}

    /**
     * Description of this member.
     *
     * @param uuid sid and hid
     * @param sid its own id
     * @param hid its host's id
     * @param name the cluster's name, empty if it has none
     * @param group the multicast group and port by which members find each other
     * @param tags its tags
     * @param protocols ids of its protocols, best first; empty unless it is started
     * @param channels the channels it is on
     */
    public record SelfDescriptor(
            String uuid,
            String sid,
            String hid,
            String name,
            String group,
            List<String> tags,
            List<String> protocols,
            List<Long> channels) {

        static SelfDescriptor of(Cluster cluster) {
            return new SelfDescriptor(
                    cluster.id().uuid(),
                    cluster.id().sid(),
                    cluster.id().hid(),
                    cluster.options().name(),
                    cluster.options().address().getHostAddress() + ":"
                            + cluster.options().port(),
                    cluster.tags().asList(),
                    cluster.protocols(),
                    List.copyOf(cluster.channels()));
        }
    }

    /**
     * Description of another member.
     *
     * @param uuid sid and hid
     * @param sid its own id
     * @param hid its host's id
     * @param address its address
     * @param local whether it is on this host
     * @param state what is known of its life
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
                    member.tags().asList(),
                    member.protocols(),
                    member.lastSeen().toString());
        }
    }
}
