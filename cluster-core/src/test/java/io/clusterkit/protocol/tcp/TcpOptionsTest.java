package io.clusterkit.protocol.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TcpOptionsTest {
    @Test
    void defaultsAreAsDocumented() {
        TcpOptions options = TcpOptions.defaults();
        assertThat(options.port()).isZero();
        assertThat(options.bindAddress()).isNull();
        assertThat(options.stream().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.stream().writeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.stream().idleTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.stream().maxFrameBytes()).isEqualTo(4 << 20);
        assertThat(options.stream().maxConnections()).isEqualTo(1024);
        assertThat(options.stream().backlog()).isEqualTo(128);
    }

    @Test
    void aBadOptionIsNamedWithItsValueAndWhatIsAllowed() throws Exception {
        refuses(options -> options.port(65_536), "option port is 65536, allowed is 0 to 65535");
        refuses(
                options -> options.connectTimeout(Duration.ZERO),
                "option connectTimeout is PT0S, allowed is PT0.001S to PT24H");
        refuses(
                options -> options.writeTimeout(Duration.ofSeconds(-1)),
                "option writeTimeout is PT-1S, allowed is PT0.001S to PT24H");
        refuses(
                options -> options.idleTimeout(Duration.ofDays(2)),
                "option idleTimeout is PT48H, allowed is PT0.001S to PT24H");
        refuses(options -> options.maxFrameBytes(0), "option maxFrameBytes is 0, allowed is 1024 to 1073741824");
        refuses(options -> options.maxConnections(0), "option maxConnections is 0, allowed is 1 to 65535");
        refuses(options -> options.maxQueuedFrames(0), "option maxQueuedFrames is 0, allowed is 1 to 16777216");
        refuses(
                options -> options.maxQueuedBytes(1024),
                "option maxQueuedBytes is 1024, allowed is 4194304 to 2147483647");
        refuses(options -> options.backlog(0), "option backlog is 0, allowed is 1 to 65535");
        InetAddress group = InetAddress.getByName("239.1.2.3");
        refuses(
                options -> options.bindAddress(group),
                "option bindAddress is 239.1.2.3, allowed is an address of this host, not a multicast one");
    }

    private static void refuses(UnaryOperator<TcpOptions.Builder> change, String message) {
        TcpOptions.Builder changed = change.apply(TcpOptions.builder());
        assertThatThrownBy(changed::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
