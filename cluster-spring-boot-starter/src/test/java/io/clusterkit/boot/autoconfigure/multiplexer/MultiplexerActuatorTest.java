package io.clusterkit.boot.autoconfigure.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.boot.autoconfigure.endpoint.MultiplexersEndpoint;
import io.clusterkit.boot.autoconfigure.endpoint.MultiplexersEndpointAutoConfiguration;
import io.clusterkit.boot.autoconfigure.metrics.MultiplexerMetrics;
import io.clusterkit.boot.autoconfigure.metrics.MultiplexerMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.Socket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Meters and endpoint of multiplexers. */
class MultiplexerActuatorTest {
    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MultiplexersAutoConfiguration.class,
                    MultiplexersEndpointAutoConfiguration.class,
                    MultiplexerMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class)
            .withPropertyValues("management.endpoints.web.exposure.include=multiplexers");

    private final ApplicationContextRunner chat = contexts.withPropertyValues(
            "cluster.multiplexers.chat.address=127.0.0.1", "cluster.multiplexers.chat.send-to-origin=true");

    @Test
    void metersAndEndpointTellTheFigures() {
        chat.run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            int port = context.getBean(Multiplexers.class).get("chat").port();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write(new byte[5]);
                Awaitility.await().untilAsserted(() -> assertThat(registry.get("cluster.multiplexer.bytes")
                                .tags("multiplexer", "chat", "direction", "out")
                                .functionCounter()
                                .count())
                        .isEqualTo(5));
                assertThat(registry.get("cluster.multiplexer.clients")
                                .tag("multiplexer", "chat")
                                .gauge()
                                .value())
                        .isEqualTo(1);
                assertThat(registry.get("cluster.multiplexer.dropped")
                                .functionCounter()
                                .count())
                        .isZero();

                MultiplexersEndpoint endpoint = context.getBean(MultiplexersEndpoint.class);
                assertThat(endpoint.multiplexer("other")).isNull();
                assertThat(endpoint.multiplexers().multiplexers())
                        .containsOnlyKeys("chat")
                        .hasEntrySatisfying("chat", described -> {
                            assertThat(described.running()).isTrue();
                            assertThat(described.port()).isEqualTo(port);
                            assertThat(described.stats().bytesIn()).isEqualTo(5);
                        });
            }
            context.getSourceApplicationContext().stop();
            assertThat(registry.get("cluster.multiplexer.clients").gauge().value())
                    .isZero();
        });
    }

    @Test
    void withoutMultiplexersThereAreNone() {
        contexts.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(MultiplexersEndpoint.class)
                .doesNotHaveBean(MultiplexerMetrics.class));
    }

    @Test
    void anEndpointThatIsNotExposedIsNotThere() {
        chat.withPropertyValues("management.endpoints.web.exposure.include=health")
                .run(context -> assertThat(context).doesNotHaveBean(MultiplexersEndpoint.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.springframework.boot.actuate", "io.micrometer.core"})
    void withoutAModuleTheMultiplexersWork(String absent) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MultiplexersAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(absent))
                .withPropertyValues("cluster.multiplexers.chat.address=127.0.0.1")
                .run(context -> assertThat(
                                context.getBean(Multiplexers.class).get("chat").port())
                        .isPositive());
    }
}
