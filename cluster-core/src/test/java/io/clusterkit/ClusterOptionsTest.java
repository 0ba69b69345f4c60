package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clusterkit.protocol.stream.StreamOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterOptionsTest {
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bad")
    void aBadValueFailsAtOnceAndIsNamedWithWhatIsAllowed(
            String option, String value, String allowed, Consumer<ClusterOptions.Builder> set) {
        ClusterOptions.Builder builder = ClusterOptions.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.accept(builder))
                .withMessageContaining(option)
                .withMessageContaining(value)
                .withMessageContaining(allowed);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("address", "10.0.0.1", "224.0.0.0", o -> o.address("10.0.0.1")),
                bad("address", "group.example", "ff00::/8", o -> o.address("group.example")),
                bad("address", "\"\"", "224.0.0.0", o -> o.address("")),
                bad("port", "0", "from 1 to 65535", o -> o.port(0)),
                bad("port", "65536", "from 1 to 65535", o -> o.port(65_536)),
                bad("remote", "-1", "from 0 to 255", o -> o.remote(-1)),
                bad("remote", "256", "from 0 to 255", o -> o.remote(256)),
                bad("ttl", "PT0.999S", "at least PT1S", o -> o.ttl(Duration.ofMillis(999))),
                bad("ttl", "PT8784H", "at most", o -> o.ttl(Duration.ofDays(366))),
                bad("heartbeat", "PT0.099S", "at least PT0.1S", o -> o.heartbeat(Duration.ofMillis(99))),
                bad("heartbeat", "PT1S", "shorter than ttl", o -> o.heartbeat(Duration.ofSeconds(1))
                        .ttl(Duration.ofSeconds(1))
                        .build()),
                bad("channels", "-7", "not be negative", o -> o.channels(3, -7)),
                bad("channels", "18112", "18112 + n * 16384", o -> o.channels(18_112)),
                bad("channels", "34496", "misread", o -> o.channels(34_496)),
                bad("tags", "empty text", "must not", o -> o.tags("a", "")),
                bad("protocols", "\"\"", "letters and digits", o -> o.protocols("")),
                bad("protocols", "a b", "letters and digits", o -> o.protocols("a b")),
                bad("protocols", "a}", "letters and digits", o -> o.protocol("a}", () -> null)),
                bad("interfaces", "' '", "a name, a pattern", o -> o.interfaces("eth0", " ")),
                bad("interfaces", "10.0.0.0/33", "0 to 32", o -> o.interfaces("10.0.0.0/33")),
                bad("interfaces", "lan/8", "written with numbers", o -> o.interfaces("lan/8")),
                bad("queryTimeout", "PT0S", "at least PT0.001S", o -> o.queryTimeout(Duration.ZERO)),
                bad("maxDatagramBytes", "255", "from 256 to 65507", o -> o.maxDatagramBytes(255)),
                bad("maxDatagramBytes", "65508", "from 256 to 65507", o -> o.maxDatagramBytes(65_508)),
                bad("maxFrameBytes", "1023", "from 1024", o -> o.maxFrameBytes(1023)),
                bad("tcp: option port", "70000", "0 to 65535", o -> o.tcp(tcp -> tcp.port(70_000))),
                bad("tcp: option maxFrameBytes", "2048", "for all", o -> o.tcp(tcp -> tcp.maxFrameBytes(2048))),
                bad("unix: option backlog", "0", "1 to 65535", o -> o.unix(unix -> unix.backlog(0))),
                bad("unix: option path", "/", "in a directory", o -> o.unixPath(Path.of("/"))),
                bad(
                        "multicast: option receiveBufferBytes",
                        "1",
                        "4096 to",
                        o -> o.multicast(c -> c.receiveBufferBytes(1))),
                bad("tcp: option maxQueuedBytes", "2048", "4194304 to", o -> o.tcp(tcp -> tcp.maxQueuedBytes(2048))
                        .build()),
                bad("name", "\" x\"", "without space at its ends", o -> o.name(" x")),
                bad("name", "address 239.1.2.3", "must not be set together", o -> o.name("x")
                        .address("239.1.2.3")
                        .build()),
                bad("name", "port 24000", "must not be set together", o -> o.name("x")
                        .port(24_000)
                        .build()),
                bad("maxMembers", "0", "from 1 to 1000000", o -> o.maxMembers(0)),
                bad("protocols", "a b", "letters and digits", o -> o.required("a b")),
                bad("send: option protocols", "x", "[u, t, c]", o -> o.send(send -> send.protocols("t", "x"))
                        .build()),
                bad("send: option multicastAbove", "-1", "0 to", o -> o.send(send -> send.multicastAbove(-1))),
                bad("send: option retryDelay", "PT0S", "PT0.001S", o -> o.send(send -> send.retryDelay(Duration.ZERO))),
                bad(
                        "send: option maxRetryDelay",
                        "PT48H",
                        "PT0.001S to PT24H",
                        o -> o.send(send -> send.maxRetryDelay(Duration.ofDays(2)))));
    }

    private static Arguments bad(String option, String value, String allowed, Consumer<ClusterOptions.Builder> set) {
        return arguments(option, value, allowed, set);
    }

    @Test
    void aProtocolThatThereIsNotIsNamedBeforeAnythingStarts() {
        assertThatThrownBy(() -> ClusterOptions.builder().protocols("t", "x9").build())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("\"x9\"")
                .hasMessageContaining("none of u, t, c");
    }

    @Test
    void withAShortTimeToLiveTheDefaultHeartbeatIsShorterStill() {
        for (long seconds : new long[] {1, 60, 140, 279}) {
            Duration ttl = Duration.ofSeconds(seconds);
            ClusterSettings settings =
                    ClusterSettings.of(ClusterOptions.builder().ttl(ttl).build());
            assertThat(settings.heartbeat()).isBetween(ttl.multipliedBy(39).dividedBy(100), ttl.dividedBy(2));
        }
    }

    @Test
    void theOrderInWhichOptionsAreSetDoesNotMatter() {
        ClusterSettings settings = ClusterSettings.of(ClusterOptions.builder()
                .tcp(tcp -> tcp.maxQueuedBytes(1 << 20))
                .maxFrameBytes(1 << 20)
                .build());

        assertThat(settings.tcp().stream().maxQueuedBytes()).isEqualTo(1 << 20);
    }

    @Test
    void theDefaultsAreTheOriginals() {
        ClusterSettings settings = ClusterSettings.of(ClusterOptions.builder().build());

        assertThat(settings.address().getHostAddress()).isEqualTo("230.230.230.230");
        assertThat(settings.port()).isEqualTo(23_000);
        assertThat(settings.remote()).isZero();
        assertThat(settings.ttl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.heartbeat()).isBetween(Duration.ofSeconds(110), Duration.ofSeconds(140));
        assertThat(settings.channels()).containsExactlyInAnyOrder(0L, 1L, 2L);
        assertThat(settings.tags().asList()).isEmpty();
        assertThat(settings.protocols()).containsExactly("u", "t", "c");
        assertThat(settings.queryTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.multicast().maxDatagramBytes()).isEqualTo(1200);
    }

    @Test
    void optionsOfOneProtocolReachItAndAllProtocolsTakeTheSameFrames() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        ClusterSettings settings = ClusterSettings.of(ClusterOptions.builder()
                .maxFrameBytes(32 << 20)
                .tcp(tcp -> tcp.port(4711).bindAddress(loopback))
                .tcp(tcp -> tcp.connectTimeout(Duration.ofMillis(300)))
                .unix(unix -> unix.idleTimeout(Duration.ofSeconds(5)))
                .unixPath(Path.of("/run/x/m.sock"))
                .multicast(multicast -> multicast.receiveBufferBytes(1 << 16))
                .remote(3)
                .build());

        assertThat(settings.tcp().port()).isEqualTo(4711);
        assertThat(settings.tcp().bindAddress()).isEqualTo(loopback);
        assertThat(settings.tcp().stream().connectTimeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(settings.tcp().stream().maxFrameBytes()).isEqualTo(32 << 20);
        assertThat(settings.tcp().stream().maxQueuedBytes()).isEqualTo(32 << 20);
        assertThat(settings.unix().stream().maxFrameBytes()).isEqualTo(32 << 20);
        assertThat(settings.unix().stream().idleTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.unix().path()).isEqualTo(Path.of("/run/x/m.sock"));
        assertThat(settings.multicast().receiveBufferBytes()).isEqualTo(1 << 16);
        assertThat(settings.multicast().timeToLive()).isEqualTo(3);
        assertThat(StreamOptions.defaults().maxQueuedBytes()).isEqualTo(16 << 20);
    }
}
