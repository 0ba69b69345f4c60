package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.RealNetwork;
import io.clusterkit.boot.autoconfigure.client.ClusterClientAutoConfiguration;
import io.clusterkit.boot.autoconfigure.cloud.ClusterDiscoveryClient;
import io.clusterkit.boot.autoconfigure.cloud.ClusterDiscoveryClientAutoConfiguration;
import io.clusterkit.boot.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.boot.autoconfigure.multiplexer.MultiplexersAutoConfiguration;
import io.clusterkit.boot.client.Answer;
import io.clusterkit.boot.client.ClusterClient;
import io.clusterkit.boot.client.ClusterQuery;
import io.clusterkit.boot.client.EnableClusterClients;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.multiplexer.MultiplexerFilter;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.aot.AotDetector;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

/** An application whose context is processed ahead of time, compiled and started. */
@CompileWithForkedClassLoader
class AheadOfTimeTest {
    private final List<String> network = Stream.of(RealNetwork.arguments())
            .map(argument -> argument.substring("--".length()))
            .toList();

    @Test
    void handlersHooksClientsMultiplexersAndInstancesWork() {
        process((hints, fresh) -> {
            fresh.refresh();
            try (Cluster other = Cluster.join(options ->
                    options.address(valueOf("cluster.address")).port(Integer.parseInt(valueOf("cluster.port"))))) {
                await().until(() -> other.resolve("aot").size() == 1);
                await().until(() -> fresh.getBean(Cluster.class).members().size() == 1);

                assertThat(ask(other, "hello")).isEqualTo("hello ahead of time");
                other.event().to("aot").data("some news").send().join();
                Handlers handlers = fresh.getBean(Handlers.class);
                await().untilAsserted(() -> assertThat(handlers.heard).containsExactly("some news"));
                assertThat(handlers.hooked).isNotEmpty();
                other.onQuery("price", query -> Payload.of("[{\"symbol\":\"" + query.text() + "\",\"cents\":42}]"));
                assertThat(fresh.getBean(Prices.class).prices("ACME", Side.SELL))
                        .singleElement()
                        .satisfies(answer -> assertThat(answer.value()).containsExactly(new Price("ACME", 42)));
                assertThat(fresh.getBean(Prices.class).lowest("ACME")).isEqualTo(42);
                assertThat(fresh.getBean(Multiplexers.class).get("chat").port()).isPositive();
                assertThat(fresh.getBean(ClusterDiscoveryClient.class).getInstances("aot-service"))
                        .hasSize(1);
            }
            fresh.close();
        });
    }

    @Test
    void whatIsCalledByReflectionIsInTheHints() {
        process((hints, fresh) -> {
            for (String method : List.of("hello", "heard", "hooked")) {
                assertThat(Stream.of(Handlers.class.getDeclaredMethods())
                                .filter(each -> each.getName().equals(method)))
                        .singleElement()
                        .satisfies(each -> assertThat(
                                        RuntimeHintsPredicates.reflection().onMethodInvocation(each))
                                .accepts(hints));
            }
            assertThat(RuntimeHintsPredicates.reflection().onType(ClusterProperties.class))
                    .accepts(hints);
            assertThat(RuntimeHintsPredicates.reflection().onType(ClusterProperties.Query.class))
                    .accepts(hints);
            assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Prices.class))
                    .accepts(hints);
            assertThat(RuntimeHintsPredicates.reflection().onType(Price.class)).accepts(hints);
        });
    }

    private void process(BiConsumer<RuntimeHints, GenericApplicationContext> test) {
        TestGenerationContext generation = new TestGenerationContext(AheadOfTimeTest.class);
        ClassName initializer;
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(Application.class);
            properties().applyTo(context);
            initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();
        TestCompiler.forSystem().with(generation).compile(compiled -> TestPropertyValues.of(
                        AotDetector.AOT_ENABLED + "=true")
                .applyToSystemProperties(() -> {
                    assertThat(AotDetector.useGeneratedArtifacts()).isTrue();
                    GenericApplicationContext fresh = new GenericApplicationContext();
                    properties().applyTo(fresh);
                    initialize(
                            compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()), fresh);
                    test.accept(generation.getRuntimeHints(), fresh);
                    return null;
                }));
    }

    @SuppressWarnings("unchecked")
    private static void initialize(ApplicationContextInitializer<?> initializer, GenericApplicationContext context) {
        ((ApplicationContextInitializer<GenericApplicationContext>) initializer).initialize(context);
    }

    private TestPropertyValues properties() {
        return TestPropertyValues.of(network)
                .and("cluster.tags=aot", "cluster.multiplexers.chat.port=0")
                .and("cluster.discovery.name=aot-service", "cluster.discovery.port=8080");
    }

    private String valueOf(String property) {
        return network.stream()
                .filter(each -> each.startsWith(property + "="))
                .map(each -> each.substring(property.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static String ask(Cluster other, String query) {
        try {
            return other.query(query)
                    .to("aot")
                    .ask()
                    .await()
                    .firstAnswer()
                    .map(QueryOutcome::text)
                    .orElse("no answer");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        JacksonAutoConfiguration.class,
        ClusterAutoConfiguration.class,
        ClusterJacksonAutoConfiguration.class,
        ClusterClientAutoConfiguration.class,
        MultiplexersAutoConfiguration.class,
        ClusterDiscoveryClientAutoConfiguration.class
    })
    @EnableClusterClients(clients = Prices.class)
    static class Application {
        @Bean
        Handlers handlers() {
            return new Handlers();
        }

        @Bean
        MultiplexerFilter filter() {
            return data -> data;
        }
    }

    record Price(String symbol, long cents) {}

    enum Side {
        BUY,
        SELL
    }

    @ClusterClient
    interface Prices {
        @ClusterQuery("price")
        List<Answer<List<Price>>> prices(String symbol, @ClusterHeader Side side);

        default long lowest(String symbol) {
            return prices(symbol, Side.BUY).stream()
                    .flatMap(answer -> Objects.requireNonNull(answer.value()).stream())
                    .mapToLong(Price::cents)
                    .min()
                    .orElseThrow();
        }
    }

    static class Handlers {
        final List<String> heard = new CopyOnWriteArrayList<>();
        final List<Packet> hooked = new CopyOnWriteArrayList<>();

        @QueryHandler("hello")
        String hello() {
            return "hello ahead of time";
        }

        @ClusterEventListener
        void heard(String text) {
            heard.add(text);
        }

        @ClusterHook(point = HookPoint.RECEIVE)
        void hooked(Packet packet) {
            hooked.add(packet);
        }
    }
}
