package io.clusterkit.test.context;

import static io.clusterkit.test.assertj.ClusterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.member.Tags;
import io.clusterkit.protocol.memory.Faults;
import io.clusterkit.test.ClusterTest;
import io.clusterkit.test.ClusterTime;
import io.clusterkit.test.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = QuoteApplication.class, properties = "cluster.tags=quotes")
@ClusterTest
class ClusterTestTest {
    @Autowired
    private Cluster application;

    @Autowired
    private TestCluster network;

    @RepeatedTest(3)
    void theApplicationAnswersAndEachTestBeginsAlone() {
        assertThat(network.members()).containsExactly(application);
        assertThat(application.members()).isEmpty();
        Cluster desk = network.join("desk");
        network.awaitMembers(2);

        assertThat(network.await(
                        desk.query("quote").to("quotes").data("ACME").ask().future()))
                .isComplete()
                .hasAnswers("ACME 42.17");
        network.faults(new Faults(1, 0, Duration.ZERO, Duration.ZERO));
        network.partition(desk);
    }

    @Test
    void nothingButMemoryIsUsed() {
        Cluster other = network.join("other");
        network.awaitMembers(2);

        assertThat(other.members()).singleElement().satisfies(member -> {
            assertThat(member.address()).startsWith("10.0.");
            assertThat(member.tags()).isEqualTo(Tags.of("quotes"));
        });
        String sid = application.id().sid();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains(sid) && (name.contains("-io-") || name.contains("-watch")));
        assertThat(network.time()).isEqualTo(ClusterTime.REAL);
    }
}
