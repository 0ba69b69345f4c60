package io.clusterkit.test.examples;

import static io.clusterkit.test.assertj.ClusterAssertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.query.QueryResult;
import io.clusterkit.test.ClusterTest;
import io.clusterkit.test.TestCluster;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(properties = "cluster.tags=quotes")
@ClusterTest
class QuotesTest {
    @Autowired
    TestCluster network;

    @Test
    void answersWithAPrice() throws InterruptedException {
        Cluster desk = network.join("desk"); // another member, in this JVM
        network.awaitMembers(2); // the application's and the desk's know each other

        QueryResult prices = desk.query("quote").to("quotes").data("ACME").ask().await();

        assertThat(prices).isComplete().hasAnswers("ACME 42.17");
    }
}
