package io.clusterkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.sample.HttpSurface.Reply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The packaged jar, in JVMs of its own. */
class PackagedSampleIT {
    private static final int SIGTERM_EXIT = 128 + 15;

    private final TestNetwork network = new TestNetwork();

    @Test
    void twoJvmsAreOneClusterAndOneThatIsTerminatedIsGoneAtOnce() throws IOException {
        try (JarProcess one = start("--sample.members=1", "--cluster.tags=one");
                JarProcess two = start("--sample.members=1", "--cluster.tags=quotes,two")) {
            HttpSurface http = one.http();
            String self = two.http()
                    .get("actuator/cluster")
                    .json()
                    .path("self")
                    .path("uuid")
                    .asString();
            awaitMembers(http, 1);

            JsonNode echo = http.post("query", "{\"data\":\"hi\"}").json();
            assertThat(echo.path("complete").asBoolean()).isTrue();
            assertThat(echo.path("outcomes").size()).isEqualTo(1);
            JsonNode outcome = echo.path("outcomes").path(0);
            assertThat(outcome.path("member").asString()).isEqualTo(self);
            assertThat(outcome.path("tags").toString()).isEqualTo("[\"quotes\",\"two\"]");
            assertThat(outcome.path("data").asString()).isEqualTo("echo: hi");
            assertThat(http.post("query", "{\"query\":\"quote\",\"data\":\"IRIS\",\"to\":[\"quotes\"]}")
                            .json()
                            .path("outcomes")
                            .path(0)
                            .path("data")
                            .asString())
                    .matches("5[45]\\.\\d\\d");

            Reply sent = http.post("event", "{\"data\":\"hello\",\"to\":[\"two\"]}");
            assertThat(sent.json().path("outcomes").path(0).path("outcome").asString())
                    .isEqualTo("SENT");
            await().until(() -> two.http().get("events").json().size() == 1);

            two.terminate();
            await().until(() -> members(http) == 0);
            await().until(two::ended);
            assertThat(two.exitCode()).isEqualTo(SIGTERM_EXIT);
            assertThat(two.output()).doesNotContain("ERROR", "WARN", "Exception");
            assertThat(one.output().lines().filter(line -> line.contains("member found: " + self)))
                    .hasSizeLessThanOrEqualTo(1);
            await().untilAsserted(
                            () -> assertThat(one.output().lines().filter(line -> line.contains("member left: " + self)))
                                    .hasSize(1));
        }
    }

    @Test
    void twoJvmsAndATclMemberAreOneClusterOfThree() throws IOException, InterruptedException {
        TclMember.requireTcl();
        try (JarProcess one = start("--sample.members=1", "--cluster.tags=one");
                JarProcess two = start("--sample.members=1", "--cluster.tags=two")) {
            HttpSurface http = one.http();
            awaitMembers(http, 1);
            JsonNode self = http.get("actuator/cluster").json().path("self");
            try (TclMember tcl = TclMember.join(network, self.path("hid").asString(), "tcl {two words}")) {
                awaitMembers(http, 2);
                awaitMembers(two.http(), 2);

                JsonNode answers = http.post("query", "{\"data\":\"hi\"}").json();

                assertThat(answers.path("complete").asBoolean()).isTrue();
                assertThat(answers.path("outcomes").values().stream()
                                .map(each -> each.path("data").asString()))
                        .containsExactlyInAnyOrder("echo: hi", "tcl:hi");
                assertThat(http.post("query", "{\"data\":\"you\",\"to\":[\"two words\"]}")
                                .json()
                                .path("outcomes")
                                .values())
                        .singleElement()
                        .satisfies(
                                each -> assertThat(each.path("data").asString()).isEqualTo("tcl:you"));
                String sid = self.path("sid").asString();
                await().untilAsserted(() ->
                        assertThat(tcl.said()).contains("MEMBER " + sid + " one", "QUERY " + sid + " hi"));
            }
            await().until(() -> members(http) == 1);
        }
    }

    @Test
    void theOneCommandStartsThreeMembersAndAgainThreeMore() throws IOException {
        try (JarProcess first = start();
                JarProcess second = start()) {
            HttpSurface http = first.http();
            awaitMembers(http, 5);
            awaitMembers(second.http(), 5);

            JsonNode prices = http.post(
                            "query", "{\"query\":\"quote\",\"data\":\"ACME\",\"to\":[\"quotes\"],\"timeout\":\"30s\"}")
                    .json();

            assertThat(prices.path("complete").asBoolean()).isTrue();
            assertThat(prices.path("outcomes").values().stream()
                            .map(each -> each.path("member").asString())
                            .distinct())
                    .hasSize(4);
            await().untilAsserted(() -> assertThat(first.output()).contains("asked all quote members for ACME:"));

            second.terminate();
            awaitMembers(http, 2);
        }
    }

    private JarProcess start(String... arguments) throws IOException {
        List<String> all = network.arguments(arguments);
        all.add("--server.port=0");
        return new JarProcess(all);
    }

    private static void awaitMembers(HttpSurface http, int count) {
        await().until(() -> members(http) == count);
    }

    private static int members(HttpSurface http) {
        return http.get("actuator/cluster").json().path("members").size();
    }
}
