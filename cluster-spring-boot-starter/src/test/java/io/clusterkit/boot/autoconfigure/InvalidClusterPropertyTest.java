package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

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
            cluster.query.timeout     | 0s        | must be at least PT0.001S                                             | PT30S
            cluster.max-datagram-size | 255B      | must be from 256 to 65507                                             | 1200B
            cluster.max-datagram-size | 64KB      | must be from 256 to 65507                                             | 1200B
            cluster.max-packet-size   | 1023B     | must be from 1024 to 1073741824                                       | 4194304B
            cluster.max-packet-size   | 8GB       | must be from 1024 to 1073741824                                       | 4194304B
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
