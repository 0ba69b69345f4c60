package io.clusterkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.member.Member;
import io.clusterkit.member.Tags;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTest {
    private final TestNetwork network = new TestNetwork();

    @Test
    void startsADeskAndTwoQuoteMembersAndShowsWhoAnswered(CapturedOutput output) {
        try (RunningSample sample = RunningSample.start(network)) {
            Cluster desk = sample.cluster();
            await().until(() -> desk.members().size() == 2);

            assertThat(desk.tags()).isEqualTo(Tags.of("desk"));
            assertThat(desk.members()).extracting(Member::tags).containsOnly(Tags.of("quotes"));
            assertThat(output.getOut()).contains("sample: " + sample.uri());
            await().untilAsserted(() ->
                    assertThat(lines(output, "cluster joined: sid=")).hasSize(3));
            await().untilAsserted(() -> assertThat(output.getOut()).contains("asked all quote members for ACME:"));
            assertThat(desk.members()).allSatisfy(member -> assertThat(lines(output, member.sid() + " "))
                    .filteredOn(line -> line.contains("ANSWERED"))
                    .hasSize(1));
        }
    }

    @Test
    void theSameCommandAgainJoinsAsMoreMembers() {
        try (RunningSample first = RunningSample.start(network);
                RunningSample second = RunningSample.start(network, "--sample.members=4")) {
            await().untilAsserted(
                            () -> assertThat(first.cluster().resolve("quotes")).hasSize(5));
            assertThat(first.cluster().resolve("desk"))
                    .extracting(Member::id)
                    .containsExactly(second.cluster().id());
        }
    }

    @Test
    void oneMemberIsPlainWithTheTagsOfItsProperties() throws InterruptedException {
        try (RunningSample plain = RunningSample.start(network, "--sample.members=1", "--cluster.tags=eu,blue");
                Cluster asker = network.join(options -> {})) {
            await().until(() -> asker.members().size() == 1);

            assertThat(asker.members().get(0).tags()).isEqualTo(Tags.of("eu", "blue"));
            assertThat(plain.http().get("").status()).isEqualTo(200);
            assertThat(asker.query("quote").data("ACME").ask().await().outcomes())
                    .singleElement()
                    .satisfies(outcome -> assertThat(outcome.error()).contains("no handler"));
        }
    }

    @Test
    void aPlainMemberThatIsTaggedQuotesKnowsPrices() throws InterruptedException {
        try (RunningSample plain = RunningSample.start(network, "--sample.members=1", "--cluster.tags=quotes");
                Cluster asker = network.join(options -> {})) {
            await().until(() -> asker.resolve("quotes").size() == 1);

            assertThat(asker.query("quote").data("BOLT").ask().await().firstAnswer())
                    .hasValueSatisfying(answer ->
                            assertThat(answer.text()).startsWith("18.").hasSize(5));
            assertThat(plain.cluster().tags()).isEqualTo(Tags.of("quotes"));
        }
    }

    @Test
    void tagsOfThePropertiesAreAddedToThoseOfTheRoles() {
        try (RunningSample sample = RunningSample.start(network, "--sample.members=2", "--cluster.tags=eu")) {
            await().until(() -> sample.cluster().members().size() == 1);

            assertThat(sample.cluster().tags()).containsExactlyInAnyOrder("desk", "eu");
            assertThat(sample.cluster().members().get(0).tags()).containsExactlyInAnyOrder("quotes", "eu");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "51", "many", ""})
    void aBadNumberOfMembersIsNamed(String members, CapturedOutput output) {
        assertThatThrownBy(() -> RunningSample.start(network, "--sample.members=" + members)
                        .close())
                .isNotNull();
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START").contains("sample.members");
    }

    @Test
    void closingTheFirstMemberClosesItsCompanionsAndAllLeave() {
        try (Cluster witness = network.join(options -> {})) {
            RunningSample sample = RunningSample.start(network);
            await().until(() -> witness.members().size() == 3);

            sample.close();

            await().untilAsserted(() -> assertThat(witness.members()).isEmpty());
        }
    }

    @Test
    void openPagesDoNotDelayTheEnd() throws Exception {
        RunningSample sample =
                RunningSample.start(network, "--sample.members=1", "--spring.lifecycle.timeout-per-shutdown-phase=1m");
        var page = sample.http().open("stream");
        var lines = page.body().iterator();
        assertThat(lines.next()).isEqualTo("event:members");

        long started = System.nanoTime();
        sample.close();

        assertThat(System.nanoTime() - started).isLessThan(20_000_000_000L);
        while (lines.hasNext()) {
            lines.next(); // the stream has an end
        }
    }

    @Test
    void aFreePortIsTakenIf8080IsNot() throws Exception {
        ServerSocket taken = takeDefaultPort();
        try (taken;
                RunningSample sample = RunningSample.startWithoutPort(network, "--sample.members=1")) {
            assertThat(sample.uri().getPort()).isPositive();
            if (taken.isBound()) { // else somebody else had it, and may have let it go meanwhile
                assertThat(sample.uri().getPort()).isNotEqualTo(8080);
            }
            assertThat(sample.http().get("actuator/health").status()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatWasAskedForIsThatPortOrAnError(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = "--server.port=" + taken.getLocalPort();

            assertThatThrownBy(() -> RunningSample.startWithoutPort(network, "--sample.members=1", port)
                            .close())
                    .isNotNull();
            assertThat(output.getOut()).contains("Port " + taken.getLocalPort() + " was already in use");
        }
    }

    /** Takes port 8080, unless somebody else has it. */
    private static ServerSocket takeDefaultPort() throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(8080));
        } catch (BindException alreadyTaken) {
            // as good
        }
        return socket;
    }

    private static List<String> lines(CapturedOutput output, String part) {
        return output.getOut().lines().filter(line -> line.contains(part)).toList();
    }
}
