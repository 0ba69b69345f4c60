package io.clusterkit.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.ProtocolContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class ClusterHealthIndicatorTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    @Test
    void aMemberIsUpThoughAlone() {
        Cluster cluster = network.join(options -> {});

        Health health = health(cluster);

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("sid", cluster.id().sid())
                .containsEntry("members", 0)
                .containsEntry("protocols", Map.of("u", works(""), "t", works(""), "c", works("")));
    }

    @Test
    void membersAreCounted() {
        network.join(options -> {});

        assertThat(health(network.joinAndMeetOne(options -> {})).getDetails()).containsEntry("members", 1);
    }

    @Test
    void aMemberIsUpWhileOneProtocolWorks() {
        Cluster cluster = network.join(options -> options.protocols("x", "c").protocol("x", () -> new Broken("x")));

        assertThat(health(cluster).getStatus()).isEqualTo(Status.UP);
        assertThat(health(cluster).getDetails()).containsEntry("protocols", Map.of("x", broken(), "c", works("")));
    }

    @Test
    void aMemberIsDownIfNoProtocolWorks() {
        Cluster cluster = network.join(options ->
                options.protocols("x", "c").protocol("x", () -> new Broken("x")).protocol("c", () -> new Broken("c")));

        assertThat(health(cluster).getStatus()).isEqualTo(Status.DOWN);
        assertThat(health(cluster).getDetails()).containsEntry("protocols", Map.of("x", broken(), "c", broken()));
    }

    @Test
    void aMemberThatIsNotStartedIsOutOfService() {
        Cluster cluster = network.join(options -> {});
        cluster.close();

        assertThat(health(cluster).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void aMemberThatNeedsOthersIsDownWithoutThem() {
        Cluster cluster = network.join(options -> {});
        assertThat(health(cluster, 1).getStatus()).isEqualTo(Status.DOWN);
        assertThat(health(cluster, 1).getDetails()).containsEntry("minMembers", 1);

        network.joinAndMeetOne(options -> {});

        await().untilAsserted(() -> assertThat(health(cluster, 1).getStatus()).isEqualTo(Status.UP));
        assertThat(health(cluster, 2).getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void aMemberThatDrainsIsOutOfService() {
        Cluster cluster = network.join(options -> {});

        cluster.drain();

        await().untilAsserted(() -> assertThat(health(cluster).getStatus()).isEqualTo(Status.OUT_OF_SERVICE));
        assertThat(health(cluster).getDetails()).containsEntry("draining", true);
    }

    private static Health health(Cluster cluster) {
        return health(cluster, 0);
    }

    private static Health health(Cluster cluster, int minMembers) {
        @Nullable Health health = new ClusterHealthIndicator(cluster, minMembers).health();
        assertThat(health).isNotNull();
        return health;
    }

    private static Map<String, Object> works(String detail) {
        return Map.of("works", true, "detail", detail);
    }

    private static Map<String, Object> broken() {
        return Map.of("works", false, "detail", "cable cut");
    }

    /** Opens, and does not work. */
    private record Broken(String id) implements Protocol {
        @Override
        public void open(ProtocolContext context) {}

        @Override
        public Map<String, String> props() {
            return Map.of();
        }

        @Override
        public void send(Delivery delivery) {
            delivery.failed(new IllegalStateException("cable cut"));
        }

        @Override
        public Condition condition() {
            return new Condition(false, "cable cut");
        }

        @Override
        public void close() {}
    }
}
