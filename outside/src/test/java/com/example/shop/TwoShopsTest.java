package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.client.Answer;
import io.clusterkit.boot.client.NoAnswerException;
import io.clusterkit.member.Member;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** Two instances of the application on real sockets, in a cluster that only this run knows. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class TwoShopsTest {
    private static final String NAME = "outside-" + UUID.randomUUID();

    private static ConfigurableApplicationContext other;

    @Autowired
    Cluster cluster;

    @Autowired
    QuoteClient client;

    @Autowired
    Desk desk;

    @Autowired
    Watch watch;

    @Value("${local.server.port}")
    int port;

    @DynamicPropertySource
    static void inAClusterOfItsOwn(DynamicPropertyRegistry registry) {
        registry.add("cluster.name", () -> NAME);
    }

    @BeforeAll
    static void startTheOther() {
        other = new SpringApplicationBuilder(ShopApplication.class)
                .run("--server.port=0", "--cluster.name=" + NAME, "--cluster.tags=shop,eu-east");
    }

    @AfterAll
    static void stopTheOther() {
        other.close();
    }

    @BeforeEach
    void awaitEachOther() {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(desk.shops()).extracting(Member::sid).containsExactly(otherSid());
            assertThat(other.getBean(Desk.class).shops())
                    .extracting(Member::sid)
                    .containsExactly(sid());
        });
    }

    @Test
    void asksForOneAnswer() {
        assertThat(client.first(new QuoteRequest("ACME", 2))).isEqualTo(new Quote("ACME", 8434, "EUR", sid()));
        assertThat(desk.cents("ACME")).isEqualTo(4217);
        assertThat(other.getBean(QuoteClient.class).first(new QuoteRequest("ACME", 1)))
                .isEqualTo(new Quote("ACME", 4217, "EUR", otherSid()));
    }

    @Test
    void sendsAHeader() {
        assertThat(client.first(new QuoteRequest("ACME", 2), "USD"))
                .isEqualTo(new Quote("ACME", 9200, "USD", sid()));
    }

    @Test
    void asksForAllAnswers() {
        List<Answer<Quote>> answers = client.all(new QuoteRequest("ACME", 3));

        assertThat(answers).hasSize(1).first().satisfies(answer -> {
            assertThat(answer.isAnswered()).isTrue();
            assertThat(answer.member().sid()).isEqualTo(otherSid());
            assertThat(answer.value()).isEqualTo(new Quote("ACME", 12651, "EUR", sid()));
        });
    }

    @Test
    void asksForAnswersLater() throws Exception {
        assertThat(client.later(new QuoteRequest("ACME", 1)).get(20, TimeUnit.SECONDS).values())
                .containsExactly(new Quote("ACME", 4217, "EUR", sid()));
    }

    @Test
    void isToldWhyThereIsNoAnswer() {
        assertThatThrownBy(() -> client.first(new QuoteRequest("NONE", 1)))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining("unknown-symbol: no NONE");
    }

    @Test
    void hearsWhatTheOtherSays() {
        desk.say("forbidden");
        desk.say("the market is closed");

        News news = other.getBean(News.class);
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(news.heard).contains("the market is closed from " + sid()));
        assertThat(news.heard).noneMatch(text -> text.contains("forbidden"));
    }

    @Test
    void isToldByASpringEventWhoWasFound() {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(watch.found).contains(otherSid()));
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(
                () -> assertThat(other.getBean(Watch.class).found).contains(sid()));
    }

    @Test
    void showsBothAtTheEndpoint() {
        JsonNode shown = http().get().uri("/actuator/cluster").retrieve().body(JsonNode.class);

        assertThat(shown.at("/self/sid").asString()).isEqualTo(sid());
        assertThat(shown.at("/self/started").asBoolean()).isTrue();
        assertThat(shown.at("/self/tags").valueStream().map(JsonNode::asString)).contains("shop", "eu-west");
        assertThat(shown.at("/members").size()).isEqualTo(1);
        assertThat(shown.at("/members/0/sid").asString()).isEqualTo(otherSid());
        assertThat(shown.at("/members/0/tags").valueStream().map(JsonNode::asString))
                .contains("shop", "eu-east");
    }

    @Test
    void isHealthy() {
        JsonNode health = http().get().uri("/actuator/health").retrieve().body(JsonNode.class);

        assertThat(health.at("/status").asString()).isEqualTo("UP");
        assertThat(health.at("/components/cluster/status").asString()).isEqualTo("UP");
        assertThat(health.at("/components/cluster/details/members").asInt()).isEqualTo(1);
    }

    @Test
    void countsWhatIsAsked() {
        assertThat(client.stock("ACME")).isEqualTo(4);
        assertThat(client.stock("AC")).isEqualTo(2);

        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(meters(port))
                .contains("cluster_queries_asked_seconds_count{error=\"none\",name=\"stock\",outcome=\"answered\"} 2"));
        int portOfOther = Integer.parseInt(other.getEnvironment().getProperty("local.server.port"));
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(meters(portOfOther))
                .contains("cluster_queries_handled_seconds_count{error=\"none\",name=\"stock\",outcome=\"answered\"} 2"));
        assertThat(meters(port))
                .contains("cluster_members{state=\"alive\"} 1.0", "cluster_members{state=\"suspect\"} 0.0");
    }

    private static List<String> meters(int port) {
        return RestClient.create("http://localhost:" + port)
                .get()
                .uri("/actuator/prometheus")
                .retrieve()
                .body(String.class)
                .lines()
                .toList();
    }

    private RestClient http() {
        return RestClient.create("http://localhost:" + port);
    }

    private String sid() {
        return cluster.id().sid();
    }

    private static String otherSid() {
        return other.getBean(Cluster.class).id().sid();
    }
}
