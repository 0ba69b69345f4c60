package io.clusterkit.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.query.Query;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The endpoint as others script it. */
class ClusterEndpointHttpTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final HttpClient http = HttpClient.newHttpClient();

    private Cluster self = network.create();
    private Cluster other = network.create();
    private ConfigurableApplicationContext context = new GenericApplicationContext();

    @BeforeEach
    void startApplication() {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=0",
                        "cluster.tags=desk,eu",
                        "cluster.channels=7",
                        "cluster.multiplexers.chat.address=127.0.0.1",
                        "management.endpoints.web.exposure.include=cluster,health,multiplexers",
                        "management.endpoint.health.group.readiness.include=readinessState,cluster",
                        "management.endpoint.health.group.readiness.show-details=always",
                        "cluster.discovery.register=false",
                        "management.endpoint.health.show-details=always",
                        "spring.jackson.default-property-inclusion=non_empty")
                .initializers(starting -> ((GenericApplicationContext) starting)
                        .registerBean("testNetwork", ClusterCustomizer.class, network::customizer))
                .run();
        self = context.getBean(Cluster.class);
        other = network.joinAndMeetOne(options -> options.tags("quotes")
                .setUp(cluster -> cluster.onQueryAsync("never", request -> new CompletableFuture<>())));
        await().until(() -> self.members().size() == 1);
    }

    @AfterEach
    void stopApplication() {
        context.close();
    }

    @Test
    void theClusterIsShown() throws Exception {
        HttpResponse<String> response = get("/actuator/cluster");

        assertThat(response.statusCode()).isEqualTo(200);
        ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(response.body());
        String lastSeen = body.at("/members/0/lastSeen").asString();
        assertThat(response.body())
                .as("fields in the order of the documentation")
                .startsWith("{\"self\":{\"uuid\":");
        assertThat(Instant.parse(lastSeen)).isBeforeOrEqualTo(Instant.now());
        assertThat(body.get("counters").get("packets.in.c").asLong()).isPositive();
        assertThat(body.get("counters").propertyNames()).allMatch(name -> name.matches("[a-z][A-Za-z_.-]+"));
        body.remove("counters");
        // Figures that no test can know.
        for (JsonNode protocol : body.at("/diagnosis/protocols")) {
            ((ObjectNode) protocol).put("received", 0).put("fromOthers", 0).put("sent", 0);
        }
        ((ObjectNode) body.get("diagnosis")).putObject("dropped");
        ObjectNode queues = (ObjectNode) body.get("queues");
        for (String queue : List.copyOf(queues.propertyNames())) {
            assertThat(queues.get(queue).asInt(-1)).as(queue).isNotNegative();
            queues.put(queue, 0);
        }
        JSONAssert.assertEquals(
                """
                {
                  "self": {
                    "uuid": "%s",
                    "sid": "%s",
                    "hid": "%s",
                    "name": "",
                    "group": "230.230.230.230:23000",
                    "started": true,
                    "draining": false,
                    "tags": ["desk", "eu"],
                    "protocols": {
                      "u": {"works": true, "detail": ""},
                      "t": {"works": true, "detail": ""},
                      "c": {"works": true, "detail": ""}
                    },
                    "channels": [0, 1, 2, 7]
                  },
                  "members": [%s],
                  "queues": {
                    "events": 0, "hooks": 0, "handlers": 0, "listeners": 0, "broadcasts": 0, "loop": 0, "io": 0,
                    "frames-u": 0, "frames-t": 0, "frames-c": 0
                  },
                  "queries": [],
                  "diagnosis": {
                    "protocols": [%s, %s, %s],
                    "dropped": {},
                    "undecodable": 0,
                    "advice": []
                  },
                  "multiplexers": {"chat": {"running": true, "port": %d, "clients": 0}}
                }""".formatted(
                                self.id().uuid(),
                                self.id().sid(),
                                self.id().hid(),
                                memberJson(lastSeen),
                                diagnosisJson("u"),
                                diagnosisJson("t"),
                                diagnosisJson("c"),
                                chatPort()),
                body.toString(),
                true);
    }

    @Test
    void openQueriesAreShown() throws Exception {
        Query open = self.query("never").ask();
        await().until(() -> self.openQueries() == 1);

        JsonNode body = JsonMapper.shared().readTree(get("/actuator/cluster").body());

        assertThat(body.at("/queries/0/id").asString()).isEqualTo(open.id());
        assertThat(body.at("/queries/0/name").asString()).isEqualTo("never");
        assertThat(body.at("/queries/0/asked/0").asString())
                .isEqualTo(other.id().sid());
        assertThat(body.at("/queries/0/remaining/0").asString())
                .isEqualTo(other.id().sid());
        open.finish();
    }

    @Test
    void multiplexersAreShown() throws Exception {
        HttpResponse<String> response = get("/actuator/multiplexers");

        assertThat(response.statusCode()).isEqualTo(200);
        JSONAssert.assertEquals("""
                {"multiplexers": {"chat": {
                  "running": true,
                  "port": %d,
                  "stats": {
                    "clients": 0, "halfClosed": 0, "accepted": 0, "denied": 0, "bytesIn": 0, "bytesOut": 0,
                    "bufferedBytes": 0, "chunksDropped": 0, "slowClientsDropped": 0, "idleClosed": 0,
                    "handshakesFailed": 0, "filterFailures": 0
                  }
                }}}""".formatted(chatPort()), response.body(), true);
        assertThat(get("/actuator/multiplexers/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aHeartbeatIsSent() throws Exception {
        long before = self.counter("packets.out.c.heartbeat");

        HttpResponse<String> response = post("heartbeat", "");

        assertThat(response.statusCode()).isEqualTo(200);
        JSONAssert.assertEquals(
                "{\"operation\": \"heartbeat\", \"done\": true, \"tags\": [\"desk\", \"eu\"]}", response.body(), true);
        await().until(() -> self.counter("packets.out.c.heartbeat") > before);
        assertThat(post("heartbeat", "{\"channel\": \"7\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void aDiscoveryThatCameTooSoonIsNotDone() throws Exception {
        HttpResponse<String> response = post("discover", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonMapper.shared().readTree(response.body()).get("done").asBoolean())
                .as("it asked when it joined")
                .isFalse();
    }

    @Test
    void tagsAreChangedAndToldToTheOthers() throws Exception {
        HttpResponse<String> response = post("tags", "{\"add\": \"blue,green\", \"remove\": \"eu\"}");

        JSONAssert.assertEquals(
                "{\"operation\": \"tags\", \"done\": true, \"tags\": [\"desk\", \"blue\", \"green\"]}",
                response.body(),
                true);
        await().until(() -> other.members().get(0).tags().asList().equals(List.of("desk", "blue", "green")));
        assertThat(JsonMapper.shared()
                        .readTree(post("tags", "{\"set\": \"red\"}").body())
                        .get("tags")
                        .toString())
                .isEqualTo("[\"red\"]");
    }

    @Test
    void aListMayBeARepeatedParameter() throws Exception {
        assertThat(post("tags?add=blue&add=green&remove=eu", "").body())
                .contains("\"tags\":[\"desk\",\"blue\",\"green\"]");
    }

    @Test
    void aListIsNoJsonArrayWhichEndpointsOfBootDoNotTake() throws Exception {
        assertThat(post("tags", "{\"add\": [\"blue\", \"green\"]}").statusCode())
                .isEqualTo(400);
        assertThat(self.tags().asList()).containsExactly("desk", "eu");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    heartbeat | {"channel": "x"}                | 'channel' must be a number but is 'x'
                    heartbeat | {"channel": "18112"}            | channel
                    heartbeat | {"add": "x"}                    | 'heartbeat' takes no parameter but 'channel'
                    discover  | {"channel": "1"}                | 'discover' takes no parameters
                    tags      | {}                              | 'tags' needs at least one of 'set', 'add' and 'remove'
                    tags      | {"channel": "1", "add": "x"}    | 'tags' takes no parameters but
                    tags      | {"add": "x,,y"}                 | 'add' has an empty tag
                    restart   | {}                              | there is no operation 'restart'""", quoteCharacter = '`')
    void aBadRequestIsRefusedWithTheReason(String operation, String body, String reason) throws Exception {
        HttpResponse<String> response = post(operation, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JsonMapper.shared().readTree(response.body()).get("error").asString())
                .contains(reason);
        assertThat(self.tags().asList()).containsExactly("desk", "eu");
    }

    @Test
    void aMemberThatIsNotStartedCannotSpeak() throws Exception {
        self.close();

        HttpResponse<String> response = post("heartbeat", "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("this member is not started");
    }

    @Test
    void theReadinessGroupFollowsTheMember() throws Exception {
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);

        self.close();

        HttpResponse<String> response = get("/actuator/health/readiness");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JsonMapper.shared()
                        .readTree(response.body())
                        .at("/components/cluster/status")
                        .asString())
                .isEqualTo("OUT_OF_SERVICE");
    }

    @Test
    void aMemberIsShownByItsSid() throws Exception {
        HttpResponse<String> response = get("/actuator/cluster/" + other.id().sid());

        assertThat(response.statusCode()).isEqualTo(200);
        JSONAssert.assertEquals(memberJson(lastSeen(response)), response.body(), true);
    }

    @Test
    void aMemberIsShownByItsUuid() throws Exception {
        HttpResponse<String> response = get("/actuator/cluster/" + other.id().uuid());

        assertThat(response.statusCode()).isEqualTo(200);
        JSONAssert.assertEquals(memberJson(lastSeen(response)), response.body(), true);
    }

    @Test
    void anUnknownMemberIsNotFound() throws Exception {
        assertThat(get("/actuator/cluster/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void aMemberAloneHasNoMembers() throws Exception {
        other.close();
        await().until(() -> self.members().isEmpty());

        JsonNode body = JsonMapper.shared().readTree(get("/actuator/cluster").body());

        assertThat(body.get("members").isArray()).isTrue();
        assertThat(body.get("members")).isEmpty();
    }

    @Test
    void healthHasAComponent() throws Exception {
        JsonNode cluster =
                JsonMapper.shared().readTree(get("/actuator/health").body()).at("/components/cluster");

        assertThat(cluster.get("status").asString()).isEqualTo("UP");
        assertThat(cluster.at("/details/sid").asString()).isEqualTo(self.id().sid());
        assertThat(cluster.at("/details/members").asInt()).isEqualTo(1);
        assertThat(cluster.at("/details/protocols/t/works").asBoolean()).isTrue();
    }

    private static String lastSeen(HttpResponse<String> member) {
        return JsonMapper.shared().readTree(member.body()).get("lastSeen").asString();
    }

    private String memberJson(String lastSeen) {
        return """
                {
                  "uuid": "%s",
                  "sid": "%s",
                  "hid": "%s",
                  "address": "%s",
                  "local": true,
                  "state": "ALIVE",
                  "draining": false,
                  "tags": ["quotes"],
                  "protocols": ["u", "t", "c"],
                  "lastSeen": "%s"
                }""".formatted(
                        other.id().uuid(),
                        other.id().sid(),
                        other.id().hid(),
                        network.host().address(),
                        lastSeen);
    }

    private int chatPort() {
        return context.getBean(Multiplexers.class).get("chat").port();
    }

    private static String diagnosisJson(String id) {
        return """
                {
                  "id": "%s",
                  "works": true,
                  "detail": "",
                  "findings": [{"where": "%s", "works": true, "detail": ""}],
                  "received": 0,
                  "fromOthers": 0,
                  "sent": 0
                }""".formatted(id, id);
    }

    private HttpResponse<String> post(String operation, String body) throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/actuator/cluster/" + operation))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
