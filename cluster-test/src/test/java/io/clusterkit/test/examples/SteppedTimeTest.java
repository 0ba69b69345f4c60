package io.clusterkit.test.examples;

import static io.clusterkit.test.assertj.ClusterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryResult;
import io.clusterkit.test.TestCluster;
import io.clusterkit.test.junit.ClusterExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SteppedTimeTest {
    @RegisterExtension
    static final ClusterExtension CLUSTERS = ClusterExtension.stepped(1);

    @Test
    void aMemberThatIsCutOffIsForgotten(TestCluster network) {
        Cluster desk = network.join("desk");
        Cluster quotes = network.join("quotes", options -> options.onQuery("quote", query -> Payload.of("42")));
        network.awaitMembers(2);

        network.partition(quotes);
        network.advance(Duration.ofMinutes(20)); // at once
        assertThat(desk.members()).isEmpty();

        network.heal();
        network.advance(Duration.ofMinutes(5)); // heartbeats are heard again
        QueryResult prices = network.await(desk.query("quote").ask().future());
        assertThat(prices).hasAnswers("42");
    }
}
