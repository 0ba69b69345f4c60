package com.example.shop;

import static io.clusterkit.test.assertj.ClusterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.client.Answer;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryResult;
import io.clusterkit.test.ClusterTest;
import io.clusterkit.test.TestCluster;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** The application in a cluster in memory. */
@SpringBootTest
@ClusterTest
class InMemoryTest {
    @Autowired
    TestCluster network;

    @Autowired
    Cluster cluster;

    @Autowired
    QuoteClient client;

    @Autowired
    News news;

    @Autowired
    Watch watch;

    @Test
    void answersWithARecord() throws InterruptedException {
        Cluster desk = network.join("desk");
        network.awaitMembers(2);

        QueryResult quotes = desk.query("quote")
                .to("shop")
                .data("{\"symbol\":\"ACME\",\"count\":2}")
                .ask()
                .await();

        assertThat(quotes)
                .isComplete()
                .hasAnswers("{\"symbol\":\"ACME\",\"cents\":8434,\"currency\":\"EUR\",\"askedBy\":\""
                        + desk.id().sid() + "\"}");
    }

    @Test
    void asksByTheTypedClient() throws InterruptedException {
        network.join("shop", options -> options.onQuery("quote", query -> {
            assertThat(query.payload().asText()).isEqualTo("{\"symbol\":\"ACME\",\"count\":3}");
            return Payload.of("{\"symbol\":\"ACME\",\"cents\":1,\"currency\":\"EUR\",\"askedBy\":\"me\"}");
        }));
        network.awaitMembers(2);

        List<Answer<Quote>> answers = client.all(new QuoteRequest("ACME", 3));

        assertThat(answers).extracting(Answer::value).containsExactly(new Quote("ACME", 1, "EUR", "me"));
    }

    @Test
    void hearsMembersInEuropeOnly() throws InterruptedException {
        Cluster tokyo = network.join("jp-east");
        Cluster dublin = network.join("eu-north");
        network.awaitMembers(3);
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(
                () -> assertThat(watch.found).contains(tokyo.id().sid(), dublin.id().sid()));

        tokyo.event().to("shop").data("from Tokyo").send().join();
        dublin.event().to("shop").data("forbidden").send().join();
        dublin.event().to("shop").data("from Dublin").send().join();

        String expected = "from Dublin from " + dublin.id().sid();
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(news.heard).contains(expected));
        assertThat(news.heard).noneMatch(text -> text.contains("Tokyo") || text.contains("forbidden"));
    }
}
