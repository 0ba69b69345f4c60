package io.clusterkit.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
                        "management.endpoints.web.exposure.include=cluster,health",
                        "management.endpoint.health.show-details=always",
                        "spring.jackson.default-property-inclusion=non_empty")
                .initializers(starting -> ((GenericApplicationContext) starting)
                        .registerBean("testNetwork", ClusterCustomizer.class, network::customizer))
                .run();
        self = context.getBean(Cluster.class);
        other = network.joinAndMeetOne(options -> options.tags("quotes"));
        await().until(() -> self.members().size() == 1);
    }

    @AfterEach
    void stopApplication() {
        context.close();
    }

    @Test
    void theClusterIsShownAsSelfAndMembers() throws Exception {
        HttpResponse<String> response = get("/actuator/cluster");

        assertThat(response.statusCode()).isEqualTo(200);
        String lastSeen = JsonMapper.shared()
                .readTree(response.body())
                .at("/members/0/lastSeen")
                .asString();
        assertThat(response.body())
                .as("fields in the order of the documentation")
                .startsWith("{\"self\":{\"uuid\":");
        assertThat(Instant.parse(lastSeen)).isBeforeOrEqualTo(Instant.now());
        JSONAssert.assertEquals(
                """
                {
                  "self": {
                    "uuid": "%s",
                    "sid": "%s",
                    "hid": "%s",
                    "name": "",
                    "group": "230.230.230.230:23000",
                    "tags": ["desk", "eu"],
                    "protocols": ["u", "t", "c"],
                    "channels": [0, 1, 2, 7]
                  },
                  "members": [%s]
                }""".formatted(self.id().uuid(), self.id().sid(), self.id().hid(), memberJson(lastSeen)),
                response.body(),
                true);
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

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
