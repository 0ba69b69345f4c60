package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.clusterkit.runtime.LogRecorder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Clusters of different names on one host, on real sockets. */
class ClusterNamesOnThisHostTest {
    /** So that builds side by side do not meet. */
    private final String prefix =
            "test-" + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36) + "-";

    @Test
    void membersOfOneNameMeetAndThoseOfAnotherDoNot() {
        meetByNameOnly(prefix + "one", prefix + "other");
    }

    @Test
    void namesThatHaveThePortInCommonAreKeptApartByTheGroup() {
        Map<Integer, String> byPort = new HashMap<>();
        for (int i = 0; ; i++) {
            String name = prefix + i;
            String before =
                    byPort.put(Objects.requireNonNull(ClusterName.of(name)).port(), name);
            if (before != null) {
                meetByNameOnly(before, name);
                return;
            }
        }
    }

    @Test
    void theLineAtStartSaysWhereMembersMeet() {
        String name = prefix + "line";
        ClusterName place = Objects.requireNonNull(ClusterName.of(name));
        try (LogRecorder log = new LogRecorder(Cluster.class, Level.INFO);
                Cluster member = Cluster.join(options -> options.name(name))) {
            String line = "cluster joined: sid=" + member.id().sid() + " hid="
                    + member.id().hid() + " name=" + name + " group="
                    + place.group().getHostAddress() + ":" + place.port() + " ";
            soon().untilAsserted(() -> assertThat(log.messages()).anyMatch(each -> each.startsWith(line)));
        }
    }

    private static void meetByNameOnly(String name, String otherName) {
        try (Cluster here = Cluster.join(options -> options.name(name));
                Cluster same = Cluster.join(options -> options.name(name));
                Cluster other = Cluster.join(options -> options.name(otherName));
                Cluster sameOther = Cluster.join(options -> options.name(otherName))) {
            soon().until(() -> !here.members().isEmpty()
                    && !same.members().isEmpty()
                    && !other.members().isEmpty()
                    && !sameOther.members().isEmpty());
            // Each multicast that reached its own cluster would have reached the other by now.
            for (Cluster member : List.of(here, same, other, sameOther)) {
                member.heartbeat();
                assertThat(member.members()).hasSize(1);
                assertThat(member.options().name()).isIn(name, otherName);
            }
            assertThat(here.members().get(0).sid()).isEqualTo(same.id().sid());
            assertThat(other.members().get(0).sid()).isEqualTo(sameOther.id().sid());
        }
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(5));
    }
}
