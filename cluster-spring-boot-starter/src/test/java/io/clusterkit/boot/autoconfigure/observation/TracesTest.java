package io.clusterkit.boot.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.SendResult;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import io.clusterkit.boot.autoconfigure.observation.ExportedSpans.Span;
import io.clusterkit.packet.Payload;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** Two applications, each with an exporter of its own, and what a collector gets of them. */
class TracesTest {
    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final int PRODUCER = 4;
    private static final int CONSUMER = 5;

    @AutoClose
    private final TestNetwork network = new TestNetwork();

    @AutoClose
    private final ExportedSpans collected = new ExportedSpans();

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    @AfterEach
    void stop() {
        contexts.forEach(ConfigurableApplicationContext::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quote", "later"})
    void theHandlersSpanIsTheChildOfTheAskersInTheSameTrace(String query) throws InterruptedException {
        start(Answering.class);
        ConfigurableApplicationContext asking = start(Asking.class);

        observed(asking, () -> asking.getBean(Cluster.class)
                .query(query)
                .data("ACME")
                .ask()
                .await());

        Span outer = one("request");
        Span asked = one("ask " + query);
        Span handled = one("handle " + query);
        Span inner = one("inner");
        assertThat(List.of(asked, handled, inner))
                .allSatisfy(span -> assertThat(span.traceId()).isEqualTo(outer.traceId()));
        assertThat(asked.parentId()).isEqualTo(outer.spanId());
        assertThat(handled.parentId()).isEqualTo(asked.spanId());
        assertThat(inner.parentId())
                .as("handlers run in the scope of their observation")
                .isEqualTo(handled.spanId());
        assertThat(asked.kind()).isEqualTo(CLIENT);
        assertThat(handled.kind()).isEqualTo(SERVER);
        assertThat(asked.attributes())
                .containsEntry("name", query)
                .containsEntry("outcome", "answered")
                .containsEntry("cluster.members", "1");
        assertThat(handled.attributes()).containsEntry("outcome", "answered").containsKey("cluster.member");
    }

    @Test
    void anEventsTraceGoesOnAtItsHandlers() throws InterruptedException {
        ConfigurableApplicationContext answering = start(Answering.class);
        ConfigurableApplicationContext asking = start(Asking.class);

        observed(asking, () -> {
            SendResult sent =
                    asking.getBean(Cluster.class).event().data("news").send().join();
            assertThat(sent.isAllSent()).isTrue();
        });

        await().untilAsserted(() ->
                assertThat(answering.getBean(Answering.class).heard).containsExactly("news"));
        Span sent = one("send event");
        Span handled = one("handle event");
        assertThat(handled.traceId()).isEqualTo(sent.traceId());
        assertThat(handled.parentId()).isEqualTo(sent.spanId());
        assertThat(sent.parentId()).isEqualTo(one("request").spanId());
        assertThat(sent.kind()).isEqualTo(PRODUCER);
        assertThat(handled.kind()).isEqualTo(CONSUMER);
    }

    @Test
    void anEventForManyTakesItsTraceAlong() throws InterruptedException {
        List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 6; i++) {
            network.join(options -> options.onEvent(event -> headers.add(event.headers())));
        }
        ConfigurableApplicationContext asking = start(Asking.class, 6);

        asking.getBean(Cluster.class).event().data("news").send().join();

        await().until(() -> headers.size() == 6);
        assertThat(headers).allSatisfy(each -> assertThat(each).containsKey("traceparent"));
    }

    @Test
    void aFailureIsSeenOnBothSides() throws InterruptedException {
        start(Answering.class);
        ConfigurableApplicationContext asking = start(Asking.class);

        asking.getBean(Cluster.class).query("broken").ask().await();

        assertThat(one("handle broken").attributes()).containsEntry("outcome", "failed");
        assertThat(one("ask broken").attributes()).containsEntry("outcome", "failed");
    }

    @Test
    void aMemberThatDoesNotTraceIsNotDisturbed() throws InterruptedException {
        List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
        Cluster plain = network.join(options -> options.onQuery("quote", request -> {
            headers.add(request.headers());
            return Payload.of("42");
        }));
        ConfigurableApplicationContext asking = start(Asking.class);

        var result = asking.getBean(Cluster.class).query("quote").ask().await();

        assertThat(result.answers()).hasSize(1);
        assertThat(headers).singleElement().satisfies(each -> assertThat(each).containsKey("traceparent"));
        assertThat(plain.counters()).doesNotContainKey("observers.failed");
    }

    private Span one(String name) {
        await().untilAsserted(() -> assertThat(collected.named(name)).hasSize(1));
        return collected.named(name).get(0);
    }

    private static void observed(ConfigurableApplicationContext context, Action action) throws InterruptedException {
        Observation outer = Observation.start("request", context.getBean(ObservationRegistry.class));
        try (Observation.Scope scope = outer.openScope()) {
            assertThat(scope.getCurrentObservation()).isSameAs(outer);
            action.run();
        } finally {
            outer.stop();
        }
    }

    private ConfigurableApplicationContext start(Class<?> application) {
        return start(application, 1);
    }

    private ConfigurableApplicationContext start(Class<?> application, int others) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "management.opentelemetry.tracing.export.otlp.endpoint=" + collected.url(),
                        "management.opentelemetry.tracing.export.schedule-delay=20ms",
                        "management.tracing.sampling.probability=1.0")
                .initializers(starting -> ((GenericApplicationContext) starting)
                        .registerBean("testNetwork", ClusterCustomizer.class, network::customizer))
                .run();
        contexts.add(context);
        if (contexts.size() == 2) {
            contexts.forEach(each ->
                    await().until(() -> each.getBean(Cluster.class).members().size() == 1));
        } else if (!application.equals(Answering.class)) {
            await().until(() -> context.getBean(Cluster.class).members().size() == others);
        }
        return context;
    }

    @FunctionalInterface
    interface Action {
        void run() throws InterruptedException;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Asking {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Answering {
        final List<String> heard = new CopyOnWriteArrayList<>();
        private @Nullable ObservationRegistry registry;

        @Bean
        String registered(ObservationRegistry registry) {
            this.registry = registry;
            return "registered";
        }

        @QueryHandler("quote")
        String quote(String symbol) {
            inner();
            return symbol + " 42";
        }

        @QueryHandler("later")
        CompletableFuture<String> later(String symbol) {
            inner();
            return CompletableFuture.supplyAsync(() -> symbol + " 42");
        }

        @QueryHandler("broken")
        String broken() {
            throw new IllegalStateException("no price");
        }

        @ClusterEventListener
        void heard(String text) {
            heard.add(text);
        }

        private void inner() {
            if (registry != null) {
                Observation.createNotStarted("inner", registry).observe(() -> {});
            }
        }
    }
}
