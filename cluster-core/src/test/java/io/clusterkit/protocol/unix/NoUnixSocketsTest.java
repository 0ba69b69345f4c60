package io.clusterkit.protocol.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.ProtocolUnavailableException;
import io.clusterkit.TestNetwork;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.runtime.LogRecorder;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A system for which junixsocket has no native library, or to which junixsocket was not given at all. */
class NoUnixSocketsTest {
    private final TestNetwork network = TestNetwork.random();

    private Cluster join(String tag, Supplier<Protocol> unix) {
        return Cluster.join(options -> options.address(network.group())
                .port(network.port())
                .tags(tag)
                .protocol("u", unix)
                .onQuery(query -> Payload.of(tag)));
    }

    @Test
    void withoutTheNativeLibraryItIsNotOfferedAndTheRestWorks() throws Exception {
        everythingElseWorks(() -> new UnixProtocol(UnixOptions.builder().build(), () -> false), "no native library");
    }

    @Test
    void withoutTheNativeLibraryThereIsNoStartIfUnixSocketsAreRequired() {
        Cluster member = Cluster.create(ClusterOptions.builder()
                .address(network.group())
                .port(network.port())
                .protocol("u", () -> new UnixProtocol(UnixOptions.builder().build(), () -> false))
                .required("u")
                .build());

        assertThatExceptionOfType(ProtocolUnavailableException.class)
                .isThrownBy(member::start)
                .withMessageContaining("no native library")
                .withCauseInstanceOf(UnixSocketsUnsupportedException.class);
    }

    @Test
    void withoutJunixsocketItIsNotOfferedAndTheRestWorks() throws Exception {
        everythingElseWorks(
                () -> {
                    throw new NoClassDefFoundError("org/newsclub/net/unix/AFUNIXSocket");
                },
                "AFUNIXSocket");
    }

    private void everythingElseWorks(Supplier<Protocol> unix, String reason) throws Exception {
        try (LogRecorder log = new LogRecorder(Cluster.class);
                Cluster one = join("one", unix)) {
            assertThat(log.messages())
                    .filteredOn(message -> message.contains("can't be used"))
                    .singleElement()
                    .asString()
                    .contains("protocol u", reason);
            assertThat(one.protocols()).containsExactly("t", "c");
            assertThat(one.protocolConditions().get("u")).satisfies(condition -> {
                assertThat(condition.works()).isFalse();
                assertThat(condition.detail()).contains(reason);
            });
            try (Cluster two =
                    join("two", () -> new UnixProtocol(UnixOptions.builder().build()))) {
                await().pollInterval(Duration.ofMillis(5))
                        .until(() ->
                                one.resolve("two").size() + two.resolve("one").size() == 2);
                assertThat(two.members().get(0).protocols()).containsExactly("t", "c");
                assertThat(answerOf(one)).isEqualTo("two by t");
                assertThat(answerOf(two)).isEqualTo("one by t");
            }
        }
    }

    private static String answerOf(Cluster asker) throws InterruptedException {
        QueryOutcome outcome = asker.query().ask().await().outcomes().get(0);
        return outcome.text() + " by " + outcome.protocol();
    }
}
