package io.clusterkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.sample.HttpSurface.Reply;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What scripts rely on, asked of the sample as it starts by default: a desk and two quote members in one JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpSurfaceTest {
    private final TestNetwork network = new TestNetwork();
    private RunningSample sample;
    private HttpSurface http;

    @BeforeAll
    void start() {
        sample = RunningSample.start(network);
        http = sample.http();
        awaitOthers(2);
    }

    @AfterAll
    void stop() {
        sample.close();
    }

    @Test
    void theNamedQueryIsAnsweredWithAPriceByEachQuoteMemberOnce() {
        Reply reply = http.post("query", """
                {"query":"quote","data":"ACME","to":["quotes"],"timeout":"30s"}""");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("complete").asBoolean()).isTrue();
        JsonNode outcomes = reply.json().path("outcomes");
        assertThat(texts(outcomes, "member")).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(others());
        assertThat(outcomes.values()).hasSize(2).allSatisfy(outcome -> {
            assertThat(outcome.propertyNames())
                    .containsExactly("member", "tags", "outcome", "data", "error", "protocol", "millis");
            assertThat(outcome.path("tags").toString()).isEqualTo("[\"quotes\"]");
            assertThat(outcome.path("outcome").asString()).isEqualTo("ANSWERED");
            assertThat(outcome.path("data").asString()).matches("10[0-2]\\.\\d\\d");
            assertThat(outcome.path("error").isNull()).isTrue();
            assertThat(outcome.path("protocol").asString()).isIn("u", "t", "c");
            assertThat(outcome.path("millis").asDouble()).isBetween(0.0, 30_000.0);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":\"hi\"}",
                "{\"data\":\"hi\",\"query\":\" \",\"to\":[],\"timeout\":\"\"}",
                "{\"data\":\"hi\",\"query\":null,\"to\":null,\"timeout\":null}",
                "{\"data\":\"hi\",\"to\":[\"\",null]}"
            })
    void aQueryWithoutANameIsEchoedByAllOthers(String body) {
        JsonNode answers = http.post("query", body).json();

        assertThat(answers.path("complete").asBoolean()).isTrue();
        assertThat(texts(answers.path("outcomes"), "member")).containsExactlyInAnyOrderElementsOf(others());
        assertThat(texts(answers.path("outcomes"), "data")).containsOnly("echo: hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "{\"data\":null}"})
    void everyFieldHasADefault(String body) {
        assertThat(texts(http.post("query", body).json().path("outcomes"), "data"))
                .containsExactly("echo: ", "echo: ");
        assertThat(texts(http.post("event", body).json().path("outcomes"), "outcome"))
                .containsExactly("SENT", "SENT");
    }

    @Test
    void anUnknownSymbolIsAnErrorThatNamesIt() {
        JsonNode answers = http.post("query", """
                {"query":"quote","data":"XYZ","to":["quotes"]}""").json();

        assertThat(answers.path("complete").asBoolean()).isTrue();
        assertThat(texts(answers.path("outcomes"), "outcome")).containsExactly("FAILED", "FAILED");
        assertThat(texts(answers.path("outcomes"), "error")).containsOnly("unknown symbol: XYZ");
        assertThat(answers.path("outcomes").values())
                .allSatisfy(each -> assertThat(each.path("data").isNull()).isTrue());
    }

    @Test
    void aQueryForNobodyIsCompleteAndEmpty() {
        assertThat(http.post("query", "{\"to\":[\"nobody\"]}").json().toString())
                .isEqualTo("{\"complete\":true,\"outcomes\":[]}");
        assertThat(http.post("event", "{\"to\":[\"nobody\"]}").json().toString())
                .isEqualTo("{\"outcomes\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100ms", "PT0.1S", " 100ms "})
    void aMemberThatDoesNotAnswerIsTimedOut(String timeout) {
        try (Cluster mute = network.join(
                options -> options.tags("mute").setUp(it -> it.onQueryAsync(query -> new CompletableFuture<>())))) {
            awaitOthers(3);

            JsonNode answers = http.post("query", "{\"to\":[\"mute\"],\"timeout\":\"%s\"}".formatted(timeout))
                    .json();

            assertThat(answers.path("complete").asBoolean()).isFalse();
            JsonNode outcome = answers.path("outcomes").path(0);
            assertThat(outcome.path("member").asString()).isEqualTo(mute.id().uuid());
            assertThat(outcome.path("outcome").asString()).isEqualTo("TIMED_OUT");
            assertThat(outcome.path("millis").asDouble()).isGreaterThanOrEqualTo(100);
        }
        awaitOthers(2);
    }

    @Test
    void aMemberThatLeavesBeforeItAnswersEndsTheQuery() {
        Cluster leaver = network.join(options -> options.tags("leaver")
                .setUp(it -> it.onQueryAsync(query -> {
                    new Thread(it::close).start();
                    return new CompletableFuture<>();
                })));
        try (leaver) {
            awaitOthers(3);

            JsonNode answers = http.post("query", "{\"to\":[\"leaver\"],\"timeout\":\"30s\"}")
                    .json();

            assertThat(texts(answers.path("outcomes"), "outcome")).containsExactly("LEFT");
            assertThat(answers.path("complete").asBoolean()).isFalse();
        }
        awaitOthers(2);
    }

    @Test
    void theDeskDoesNotKnowPrices() throws InterruptedException {
        try (Cluster asker = network.join(options -> {})) {
            await().until(() -> asker.resolve("desk").size() == 1);

            var result = asker.query("quote").to("desk").data("ACME").ask().await();

            assertThat(result.outcomes()).singleElement().satisfies(outcome -> assertThat(outcome.error())
                    .contains("no handler")
                    .contains("quote"));
            assertThat(asker.query().to("desk").data("x").ask().await().firstAnswer())
                    .hasValueSatisfying(answer -> assertThat(answer.text()).isEqualTo("echo: x"));
        }
        awaitOthers(2);
    }

    @Test
    void aStreamedQueryTellsWhoIsAskedThenEachOutcomeThenTheEnd() {
        Reply reply = http.post("query/stream", """
                {"query":"quote","data":"ACME","to":["quotes"]}""");

        assertThat(reply.contentType()).startsWith("text/event-stream");
        assertThat(reply.text().lines().filter(line -> line.startsWith("event:")))
                .containsExactly("event:asked", "event:outcome", "event:outcome", "event:done");
    }

    @Test
    void anEventReachesItsReceiversAndEachHasAnOutcome() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Cluster listener = network.join(options ->
                options.tags("ears").channels(7).onEvent(event -> heard.add(event.channel() + " " + event.text())))) {
            awaitOthers(3);

            Reply reply = http.post("event", """
                    {"data":"hello","to":["ears"],"channel":7,"broadcast":false}""");
            http.post("event", """
                    {"data":"hello all","broadcast":true}""");

            JsonNode outcome = reply.json().path("outcomes").path(0);
            assertThat(outcome.propertyNames()).containsExactly("member", "tags", "outcome", "error", "protocol");
            assertThat(outcome.path("member").asString())
                    .isEqualTo(listener.id().uuid());
            assertThat(outcome.path("outcome").asString()).isEqualTo("SENT");
            assertThat(outcome.path("error").isNull()).isTrue();
            await().untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrder("7 hello", "0 hello all"));
        }
        awaitOthers(2);
    }

    @Test
    void theLastHundredEventsThatCameAreShownNewestLast() throws Exception {
        try (Cluster speaker = network.join(options -> {})) {
            await().until(() -> speaker.resolve("desk").size() == 1);
            for (int i = 1; i <= 103; i++) {
                speaker.event().to("desk").data("n" + i).send().get();
            }

            await().untilAsserted(() -> assertThat(texts(http.get("events").json(), "data"))
                    .hasSize(100)
                    .startsWith("n4")
                    .endsWith("n103"));
            JsonNode last = http.get("events").json().path(99);
            assertThat(last.propertyNames()).containsExactly("at", "from", "channel", "data");
            assertThat(last.path("from").asString()).isEqualTo(speaker.id().uuid());
            assertThat(last.path("channel").asLong()).isZero();
            assertThat(Instant.parse(last.path("at").asString())).isBeforeOrEqualTo(Instant.now());
        }
        awaitOthers(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            query | {"timeout":"soon"}       | timeout
            query | {"timeout":"2"}          | timeout
            query | {"timeout":2}            | timeout
            query | {"timeout":"0s"}         | timeout
            query | {"timeout":"-1s"}        | timeout
            query | {"timeout":"11m"}        | timeout
            query | {"timeout":"99999999d"}  | timeout
            query | {"timeout":["2s"]}       | timeout
            query | {"to":"quotes"}          | to
            query | {"to":[{}]}              | to
            query | {"to":{}}                | to
            query | {"data":{"a":1}}         | data
            query | {"query":[]}             | query
            event | {"channel":-1}           | channel
            event | {"channel":"one"}        | channel
            event | {"channel":1.5}          | channel
            event | {"channel":1e40}         | channel
            event | {"broadcast":"perhaps"}  | broadcast
            event | {"to":7}                 | to
            event | {"data":[]}              | data
            """)
    void aFieldThatCanNotBeUsedIsNamedWithTheRemedy(String path, String body, String field) {
        Reply reply = http.post(path, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.contentType()).startsWith("application/problem+json");
        assertThat(reply.json().path("field").asString()).isEqualTo(field);
        assertThat(reply.json().path("detail").asString())
                .startsWith(field + " must be ")
                .hasSizeGreaterThan(15);
        assertThat(http.post(path.equals("query") ? "query/stream" : path, body).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "hello", "[]", "7", "\"text\"", "{\"data\":\"x\"} {}", "{\"data\":\"\u0001\"}"})
    void aBodyThatIsNoJsonObjectIsRefusedWithTheRemedy(String body) {
        for (String path : List.of("query", "query/stream", "event")) {
            Reply reply = http.post(path, body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.contentType()).startsWith("application/problem+json");
            assertThat(reply.json().path("detail").asString())
                    .startsWith("the body is ")
                    .contains("{\"data\":\"hello\"}");
        }
    }

    @Test
    void whatIsTooLargeForAPacketFailsForEachMemberAtOnce() {
        String body = "{\"data\":\"" + "x".repeat(5 << 20) + "\"}";

        for (String path : List.of("query", "event")) {
            Reply reply = http.post(path, body);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().path("outcomes").values()).hasSize(2).allSatisfy(outcome -> {
                assertThat(outcome.path("outcome").asString()).isIn("FAILED", "UNREACHABLE");
                assertThat(outcome.path("error").asString()).contains("bytes");
            });
        }
    }

    @Test
    void aBodyOfAnotherTypeIsRefusedWithTheRemedy() {
        Reply reply = http.exchange(http.request("query")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.json().path("detail").asString()).contains("Content-Type: application/json");
    }

    @Test
    void healthHasAComponentForTheCluster() {
        JsonNode cluster = http.get("actuator/health").json().path("components").path("cluster");

        assertThat(cluster.path("status").asString()).isEqualTo("UP");
        assertThat(cluster.path("details").isObject()).isTrue();
    }

    @Test
    void theActuatorShowsSelfAndMembers() {
        JsonNode cluster = http.get("actuator/cluster").json();

        assertThat(cluster.path("self").path("uuid").asString())
                .isEqualTo(sample.cluster().id().uuid());
        assertThat(cluster.path("self").path("tags").toString()).isEqualTo("[\"desk\"]");
        assertThat(texts(cluster.path("members"), "uuid")).containsExactlyInAnyOrderElementsOf(others());
        assertThat(texts(cluster.path("members"), "state")).containsOnly("ALIVE");
    }

    private List<String> others() {
        return sample.cluster().members().stream().map(member -> member.uuid()).toList();
    }

    private void awaitOthers(int count) {
        await().until(() -> sample.cluster().members().size() == count);
    }

    private static List<String> texts(JsonNode array, String field) {
        return array.values().stream().map(each -> each.path(field).asString()).toList();
    }
}
