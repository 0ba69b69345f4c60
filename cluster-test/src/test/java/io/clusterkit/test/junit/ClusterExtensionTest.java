package io.clusterkit.test.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.test.ClusterTime;
import io.clusterkit.test.TestCluster;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterExtensionTest {
    @Nested
    @ExtendWith(ClusterExtension.class)
    class OnRealTime {
        private static final Set<TestCluster> SEEN = new HashSet<>();
        private static final Set<Cluster> MEMBERS = new HashSet<>();

        @BeforeEach
        void join(TestCluster network) {
            assertThat(SEEN.add(network)).as("a network of its own").isTrue();
            assertThat(MEMBERS).noneMatch(Cluster::isStarted);
            MEMBERS.add(network.join("one"));
        }

        @RepeatedTest(3)
        void theTestGetsTheSameAsWhatRunsBefore(TestCluster network) {
            assertThat(network.members()).hasSize(1);
            assertThat(network.time()).isEqualTo(ClusterTime.REAL);
            network.join("two");
            network.awaitMembers(2);
        }

        @AfterEach
        void stillThere(TestCluster network) {
            assertThat(network.members()).hasSize(2);
        }
    }

    @Nested
    class OnSteppedTime {
        @RegisterExtension
        static final ClusterExtension CLUSTERS = ClusterExtension.stepped(99);

        @Test
        void theSeedIsThatOfTheExtension(TestCluster network) {
            assertThat(network.seed()).isEqualTo(99);
            assertThat(network.time()).isEqualTo(ClusterTime.STEPPED);
        }
    }
}
