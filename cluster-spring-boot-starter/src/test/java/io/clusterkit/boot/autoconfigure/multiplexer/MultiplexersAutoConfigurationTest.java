package io.clusterkit.boot.autoconfigure.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ForMultiplexer;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.autoconfigure.InvalidClusterPropertyException;
import io.clusterkit.multiplexer.Multiplexer;
import io.clusterkit.multiplexer.MultiplexerAccessFilter;
import io.clusterkit.multiplexer.MultiplexerData;
import io.clusterkit.multiplexer.MultiplexerExitFilter;
import io.clusterkit.multiplexer.MultiplexerFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class MultiplexersAutoConfigurationTest {
    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MultiplexersAutoConfiguration.class, SslAutoConfiguration.class));

    private final ApplicationContextRunner chat = contexts.withPropertyValues(
            "cluster.multiplexers.chat.port=0", "cluster.multiplexers.chat.address=127.0.0.1");

    @Test
    void withoutPropertiesThereAreNone() {
        contexts.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(Multiplexers.class)
                .doesNotHaveBean(MultiplexersLifecycle.class)
                .doesNotHaveBean(MultiplexersProperties.class));
    }

    @Test
    void withoutTheClassThereAreNone() {
        chat.withClassLoader(new FilteredClassLoader(Multiplexer.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("multiplexers"));
    }

    @Test
    void aNameIsAMultiplexerThatRelaysAndNeedsNoCluster() {
        chat.withPropertyValues("cluster.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(Cluster.class);
            Multiplexers multiplexers = context.getBean(Multiplexers.class);
            assertThat(multiplexers.names()).containsExactly("chat");
            Multiplexer room = multiplexers.get("chat");
            assertThat(room.name()).isEqualTo("chat");
            assertThat(room.port()).isPositive();
            assertThat(relayed(room, "hello")).isEqualTo("hello");
        });
    }

    @Test
    void severalRunSideBySideAndCloseWithTheContext() {
        List<Multiplexer> rooms = new CopyOnWriteArrayList<>();
        chat.withPropertyValues("cluster.multiplexers.[Other.room].send-to-origin=true")
                .run(context -> {
                    Multiplexers multiplexers = context.getBean(Multiplexers.class);
                    assertThat(multiplexers.names()).containsExactlyInAnyOrder("chat", "Other.room");
                    multiplexers.names().forEach(name -> rooms.add(multiplexers.get(name)));
                    assertThatThrownBy(() -> multiplexers.get("other"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("other");
                });

        assertThat(rooms).hasSize(2).allSatisfy(room -> assertThatThrownBy(() -> connect(room))
                .isInstanceOf(IOException.class));
    }

    @Test
    void aStoppedContextHasNoneAndAnotherAfterTheNextStart() {
        chat.run(context -> {
            Multiplexers multiplexers = context.getBean(Multiplexers.class);
            Multiplexer first = multiplexers.get("chat");
            assertThat(relayed(first, "one")).isEqualTo("one");

            context.getSourceApplicationContext().stop();
            assertThat(multiplexers.find("chat")).isEmpty();
            assertThatThrownBy(() -> multiplexers.get("chat")).isInstanceOf(IllegalStateException.class);
            assertThat(multiplexers.stats("chat").bytesIn()).isEqualTo(3);

            context.getSourceApplicationContext().start();
            assertThat(multiplexers.get("chat")).isNotSameAs(first);
            assertThat(relayed(multiplexers.get("chat"), "two")).isEqualTo("two");
            assertThat(multiplexers.stats("chat").bytesIn()).isEqualTo(6);
        });
    }

    @Test
    void aPausedContextHasNone() {
        chat.run(context -> {
            Multiplexers multiplexers = context.getBean(Multiplexers.class);

            context.getSourceApplicationContext().pause();
            assertThat(multiplexers.find("chat")).isEmpty();

            context.getSourceApplicationContext().restart();
            assertThat(multiplexers.find("chat")).isPresent();
        });
    }

    @Test
    void theyOpenLastAndCloseFirst() {
        chat.run(context -> assertThat(
                        context.getBean(MultiplexersLifecycle.class).getPhase())
                .isEqualTo(SmartLifecycle.DEFAULT_PHASE));
    }

    @Test
    void filterBeansRunInTheirOrderWhereTheyAreWanted() {
        chat.withPropertyValues("cluster.multiplexers.plain.address=127.0.0.1")
                .withUserConfiguration(FilterConfiguration.class)
                .run(context -> {
                    Multiplexers multiplexers = context.getBean(Multiplexers.class);
                    assertThat(relayed(multiplexers.get("chat"), "x")).isEqualTo("x123");
                    assertThat(relayed(multiplexers.get("plain"), "x")).isEqualTo("x1");
                    List<?> told = context.getBean("told", List.class);
                    await().untilAsserted(() -> assertThat(told).hasSize(4));
                    assertThat(told.stream().map(String::valueOf)).containsOnly("granted", "left");
                });
    }

    @Test
    void aFilterForAMultiplexerThatIsNotThereEndsTheStart() {
        contexts.withPropertyValues("cluster.multiplexers.chta.port=0")
                .withUserConfiguration(FilterConfiguration.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContainingAll("is for the multiplexers [chat]", "[chta]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            port                    | 70000         | is 70000, allowed is 0 to 65535                | 0
            max-clients             | 0             | is 0, allowed is 1 to 2147483647               | 10000
            max-clients-per-address | 0             | is 0, allowed is 1 to 2147483647               |
            connects-per-address    | 0             | is 0, allowed is 1 to 1000000                  |
            client-buffer-size      | 1KB           | is 1024, allowed is 4096 to 1073741824         | 1048576B
            client-buffer-size      | 8GB           | allowed is 4096 to 1073741824                  | 1048576B
            slow-client-patience    | -1s           | is PT-1S, allowed is PT0S                      |
            idle-timeout            | -1s           | is PT-1S, allowed is PT0S                      | PT0S
            half-closed-timeout     | -1s           | is PT-1S, allowed is PT0S                      | PT1M
            handshake-timeout       | 0s            | is PT0S, allowed is PT0.001S                   | PT10S
            ssl-bundle              | none          | must name an SSL bundle that can be used       |
            unix-socket             | some/chat     | and port or bindAddress exclude each other     |
            """)
    void aBadValueEndsTheStartWithPropertyValueRangeAndRemedy(
            String property, String value, String range, @Nullable String byDefault) {
        String name = "cluster.multiplexers.chat." + property;
        chat.withPropertyValues(name + "=" + value).run(context -> {
            InvalidClusterPropertyException failure = failure(context.getStartupFailure());
            assertThat(failure.getProperty()).isEqualTo(name);
            assertThat(failure.getReason()).startsWith(name + " ").contains(range);
            assertThat(failure.getRemedy())
                    .contains("hange '" + name + "'")
                    .contains(byDefault == null ? "'" : "the default, " + byDefault + ".");
        });
    }

    @Test
    void aBadPeriodIsNamed() {
        chat.withPropertyValues(
                        "cluster.multiplexers.chat.connects-per-address=5",
                        "cluster.multiplexers.chat.connect-period=0s")
                .run(context -> assertThat(failure(context.getStartupFailure()).getProperty())
                        .isEqualTo("cluster.multiplexers.chat.connect-period"));
    }

    @Test
    void settingsThatDoNotGoTogetherAreNamed() {
        chat.withPropertyValues(
                        "cluster.multiplexers.chat.slow-client-policy=stop-reading-senders",
                        "cluster.multiplexers.chat.slow-client-patience=0s")
                .run(context -> assertThat(failure(context.getStartupFailure()).getProperty())
                        .isEqualTo("cluster.multiplexers.chat.slow-client-patience"));
    }

    @Test
    void aPortInUseIsNamedAndTheOthersAreClosed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            chat.withPropertyValues("cluster.multiplexers.chat.port=" + taken.getLocalPort())
                    .run(context -> {
                        InvalidClusterPropertyException failure = failure(context.getStartupFailure());
                        assertThat(failure.getProperty()).isEqualTo("cluster.multiplexers.chat.port");
                        assertThat(failure.getValue()).isEqualTo(String.valueOf(taken.getLocalPort()));
                        assertThat(failure.getRemedy()).contains("set it to 0 for a free port");
                    });
        }
    }

    @Test
    void anAddressOfAnotherHostIsNamed() {
        chat.withPropertyValues("cluster.multiplexers.chat.address=192.0.2.1")
                .run(context -> assertThat(failure(context.getStartupFailure()).getProperty())
                        .isEqualTo("cluster.multiplexers.chat.address"));
    }

    static InvalidClusterPropertyException failure(@Nullable Throwable startup) {
        for (Throwable each = startup; each != null; each = each.getCause()) {
            if (each instanceof InvalidClusterPropertyException failure) {
                return failure;
            }
        }
        throw new AssertionError("the start ended otherwise", startup);
    }

    /** What one client receives when another sends the text. */
    private static String relayed(Multiplexer room, String text) throws IOException {
        try (Socket sender = connect(room);
                Socket receiver = connect(room)) {
            await().until(() -> room.clients().size() == 2);
            sender.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            receiver.setSoTimeout((int) Patience.LIMIT.toMillis());
            byte[] received = new byte[100];
            int size = receiver.getInputStream().read(received);
            return new String(received, 0, size, StandardCharsets.UTF_8);
        }
    }

    private static Socket connect(Multiplexer room) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), room.port());
    }

    private static MultiplexerFilter append(String text) {
        return data -> data.withBytes(
                (new String(data.bytes(), StandardCharsets.UTF_8) + text).getBytes(StandardCharsets.UTF_8));
    }

    @Configuration(proxyBeanMethods = false)
    static class FilterConfiguration {
        @Bean
        @Order(3)
        @ForMultiplexer("chat")
        MultiplexerFilter third() {
            return append("3");
        }

        @Bean
        @Order(1)
        MultiplexerFilter first() {
            return append("1");
        }

        @Bean
        Second second() {
            return new Second();
        }

        @Bean
        List<String> told() {
            return new CopyOnWriteArrayList<>();
        }

        @Bean
        @ForMultiplexer("chat")
        MultiplexerAccessFilter access(List<String> told) {
            return (newcomer, present) -> told.add("granted");
        }

        @Bean
        @ForMultiplexer("chat")
        MultiplexerExitFilter exit(List<String> told) {
            return client -> told.add("left");
        }
    }

    @Order(2)
    @ForMultiplexer("chat")
    static class Second implements MultiplexerFilter {
        @Override
        public MultiplexerData filter(MultiplexerData data) throws Exception {
            return append("2").filter(data);
        }
    }
}
