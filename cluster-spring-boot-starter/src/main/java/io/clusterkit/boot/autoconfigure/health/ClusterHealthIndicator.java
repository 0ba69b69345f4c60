package io.clusterkit.boot.autoconfigure.health;

import io.clusterkit.Cluster;
import io.clusterkit.protocol.Protocol;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * A {@link HealthIndicator} for a member: {@code UP} while it is started and one of its protocols works, alone or not;
 * {@code DOWN} if none of them works; {@code OUT_OF_SERVICE} while it is not started: before the application is up,
 * while its context is paused, after it was stopped.
 */
public class ClusterHealthIndicator extends AbstractHealthIndicator {
    private final Cluster cluster;

    public ClusterHealthIndicator(Cluster cluster) {
        super("cluster health check failed");
        this.cluster = cluster;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (!cluster.isStarted()) {
            builder.status(Status.OUT_OF_SERVICE);
            return;
        }
        Map<String, Protocol.Condition> conditions = cluster.protocolConditions();
        boolean works = conditions.values().stream().anyMatch(Protocol.Condition::works);
        Map<String, Object> protocols = new LinkedHashMap<>();
        conditions.forEach(
                (id, condition) -> protocols.put(id, Map.of("works", condition.works(), "detail", condition.detail())));
        builder.status(works ? Status.UP : Status.DOWN)
                .withDetail("sid", cluster.id().sid())
                .withDetail("name", cluster.options().name())
                .withDetail("members", cluster.members().size())
                .withDetail("protocols", protocols);
    }
}
