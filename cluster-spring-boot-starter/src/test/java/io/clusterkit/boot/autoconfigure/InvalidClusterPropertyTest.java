package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterSettings;
import io.clusterkit.boot.TestNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class InvalidClusterPropertyTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cluster.address           | 10.0.0.1  | must be a multicast address, 224.0.0.0 to 239.255.255.255 or ff00::/8 | 230.230.230.230
            cluster.port              | 0         | must be from 1 to 65535                                               | 23000
            cluster.port              | 70000     | must be from 1 to 65535                                               | 23000
            cluster.remote            | -1        | must be from 0 to 255                                                 | 0
            cluster.remote            | 256       | must be from 0 to 255                                                 | 0
            cluster.ttl               | 999ms     | must be at least PT1S                                                 | PT10M
            cluster.heartbeat         | 99ms      | must be at least PT0.1S                                               |
            cluster.heartbeat         | 10m       | must be shorter than ttl                                              |
            cluster.channels          | 7,-3      | must not be negative but one is -3                                    |
            cluster.tags              | a,,b      | must not be empty text                                                |
            cluster.protocols         | t c       | must be letters and digits                                            | [u, t, c]
            cluster.drain-timeout     | 2h        | must be from 0 to PT1H                                                | PT0.5S
            cluster.query.timeout     | 0s        | must be at least PT0.001S                                             | PT30S
            cluster.max-datagram-size | 255B      | must be from 256 to 65507                                             | 1200B
            cluster.max-datagram-size | 64KB      | must be from 256 to 65507                                             | 1200B
            cluster.max-packet-size   | 1023B     | must be from 1024 to 1073741824                                       | 4194304B
            cluster.max-packet-size   | 8GB       | must be from 1024 to 1073741824                                       | 4194304B
            cluster.name              | a\u0007b  | without space at its ends                                             |
            cluster.interfaces        | 10.0.0.0/33 | allowed is a prefix length of 0 to 32                               |
            cluster.interfaces        | lan/8     | allowed is a network written with numbers                             |
            cluster.required-protocols | x        | must be among cluster.protocols, [u, t, c], but one is x              |
            cluster.max-members       | 0         | must be from 1 to 1000000                                             | 10000
            cluster.send.protocols    | t,x       | must be among the protocols [u, t, c] but one is x                    |
            cluster.send.multicast-above | -1     | allowed is 0 to                                                       | 3
            cluster.send.retry-delay  | 0s        | allowed is PT0.001S to PT24H                                          | PT1S
            cluster.send.max-retry-delay | 2d     | allowed is PT0.001S to PT24H                                          | PT1M
            cluster.protocol.tcp.port | 65536     | allowed is 0 to 65535                                                 | 0
            cluster.protocol.tcp.bind-address | 239.1.2.3 | allowed is an address of this host                            |
            cluster.protocol.tcp.connect-timeout | 0s | allowed is PT0.001S to PT24H                                      | PT2S
            cluster.protocol.tcp.write-timeout | 2d | allowed is PT0.001S to PT24H                                        | PT5S
            cluster.protocol.tcp.max-queued-size | 1MB | allowed is 4194304 to 2147483647                                 |
            cluster.protocol.unix.idle-timeout | -1s | allowed is PT0.001S to PT24H                                       | PT1M
            cluster.protocol.unix.max-connections | 0 | allowed is 1 to 65535                                            | 1024
            cluster.protocol.unix.max-queued-packets | 0 | allowed is 1 to 16777216                                      | 8192
            cluster.protocol.unix.max-queued-size | 1MB | allowed is 4194304 to 2147483647                                |
            cluster.protocol.unix.backlog | 0     | allowed is 1 to 65535                                                 | 128
            cluster.protocol.multicast.receive-buffer-size | 1KB | allowed is 4096 to 1073741824                          | 4194304B
            """)
    void aBadValueEndsTheStartWithPropertyValueRangeAndRemedy(
            String property, String value, String range, @Nullable String byDefault) {
        contexts.withPropertyValues(property + "=" + value).run(context -> {
            InvalidClusterPropertyException failure = failure(context.getStartupFailure());
            assertThat(failure.getProperty()).isEqualTo(property);
            assertThat(failure.getReason()).startsWith(property + " ").contains(range);
            assertThat(failure.getRemedy())
                    .startsWith("Change '" + property + "', or remove it")
                    .contains(byDefault == null ? "remove it." : "the default, " + byDefault + ".");
            assertThat(failure).hasMessageContainingAll(property, failure.getValue(), range, failure.getRemedy());
        });
    }

    @Test
    void withAHeartbeatOutOfTheWayTheTimeToLiveMayBeShort() {
        contexts.withPropertyValues("cluster.ttl=10s")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aPacketMayBeLargerThanWhatWaitsForOneMemberByDefault() {
        contexts.withPropertyValues("cluster.max-packet-size=32MB").run(context -> {
            ClusterSettings settings = context.getBean(Cluster.class).options();
            assertThat(settings.tcp().stream().maxQueuedBytes()).isEqualTo(32 << 20);
            assertThat(settings.unix().stream().maxQueuedBytes()).isEqualTo(32 << 20);
        });
    }

    @Test
    void theValueIsShownAsItWasRead() {
        contexts.withPropertyValues("cluster.port=70000")
                .run(context -> assertThat(failure(context.getStartupFailure()).getValue())
                        .isEqualTo("70000"));
    }

    private static InvalidClusterPropertyException failure(@Nullable Throwable startup) {
        for (Throwable each = startup; each != null; each = each.getCause()) {
            if (each instanceof InvalidClusterPropertyException failure) {
                return failure;
            }
        }
        throw new AssertionError("the start ended otherwise", startup);
    }
}
