package io.clusterkit.boot.autoconfigure.health;

import io.clusterkit.Cluster;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberState;
import io.clusterkit.protocol.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * A {@link HealthIndicator} for a member: {@code UP} while it is started and one of its protocols works, alone or not;
 * {@code DOWN} if none of them works, or if fewer other members are alive than it needs; {@code OUT_OF_SERVICE} while it
 * takes no work: before the application is up, while its context is paused, while it drains, after it was stopped.
 */
public class ClusterHealthIndicator extends AbstractHealthIndicator {
    private final Cluster cluster;
    private final int minMembers;

    /** Health of a member that needs no others. */
    public ClusterHealthIndicator(Cluster cluster) {
        this(cluster, 0);
    }

    /**
     * Health of a member.
     *
     * @param minMembers how many others must be alive for it to be up, at least 0
     */
    public ClusterHealthIndicator(Cluster cluster, int minMembers) {
        super("cluster health check failed");
        if (minMembers < 0) {
            throw new IllegalArgumentException("minMembers must be at least 0 but is " + minMembers);
        }
        this.cluster = cluster;
        this.minMembers = minMembers;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (!cluster.isStarted()) {
            builder.status(Status.OUT_OF_SERVICE);
            return;
        }
        Map<String, Protocol.Condition> conditions = cluster.protocolConditions();
        List<Member> members = cluster.members();
        Map<String, Object> protocols = new LinkedHashMap<>();
        conditions.forEach(
                (id, condition) -> protocols.put(id, Map.of("works", condition.works(), "detail", condition.detail())));
        builder.status(status(conditions, members))
                .withDetail("sid", cluster.id().sid())
                .withDetail("name", cluster.options().name())
                .withDetail("members", members.size())
                .withDetail("protocols", protocols);
        if (minMembers > 0) {
            builder.withDetail("minMembers", minMembers);
        }
        if (cluster.isDraining()) {
            builder.withDetail("draining", true);
        }
    }

    private Status status(Map<String, Protocol.Condition> conditions, List<Member> members) {
        if (conditions.values().stream().noneMatch(Protocol.Condition::works)) {
            return Status.DOWN;
        }
        if (cluster.isDraining()) {
            return Status.OUT_OF_SERVICE;
        }
        long alive = members.stream()
                .filter(member -> member.state() == MemberState.ALIVE)
                .count();
        return alive < minMembers ? Status.DOWN : Status.UP;
    }
}
