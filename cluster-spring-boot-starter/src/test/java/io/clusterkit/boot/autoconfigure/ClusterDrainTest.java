package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Applications that stop while others have work for them. */
class ClusterDrainTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    @Test
    void whatIsUnderWayIsAnsweredWhileNobodyResolvesTheMemberAndTheWebServerServes() throws Exception {
        Cluster other = network.join(options -> {});
        ConfigurableApplicationContext application = webApplication("--cluster.drain-timeout=60s");
        Slow slow = application.getBean(Slow.class);
        String sid = application.getBean(Cluster.class).id().sid();
        await().until(() -> other.resolve("slow").size() == 1);
        Query query = other.query("slow").to("slow").ask();
        assertThat(slow.entered.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(application::close);
        await().until(() -> other.resolve("slow").isEmpty() && other.resolve().isEmpty());

        assertThat(other.member(sid)).isPresent();
        assertThat(query.isDone()).isFalse();
        slow.released.countDown();
        // The handler asks its own web server: it stops serving after the member has left, not before.
        assertThat(query.await().outcomes()).extracting(QueryOutcome::text).containsExactly("slow but here: pong");
        closing.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        await().until(() -> other.members().isEmpty());
    }

    @Test
    void whoAsksAllTheTimeGetsAnAnswerWhileMembersComeAndGo() throws Exception {
        Cluster other = network.join(options -> {});
        ConfigurableApplicationContext running = application("work");
        await().until(() -> other.resolve("work").size() == 1);
        for (int i = 0; i < 5; i++) {
            ConfigurableApplicationContext next = application("work");
            await().until(() -> other.resolve("work").size() == 2);
            ConfigurableApplicationContext previous = running;
            running = next;
            CompletableFuture<Void> closing = CompletableFuture.runAsync(previous::close);
            do {
                long begin = System.nanoTime();
                List<QueryOutcome> outcomes =
                        other.query("hello").to("work").ask().await().outcomes();
                assertThat(outcomes).isNotEmpty();
                // A member leaves when nobody asked it for 50 ms: who was stopped for so long may come too late.
                if (System.nanoTime() - begin < Duration.ofMillis(40).toNanos()) {
                    assertThat(outcomes).extracting(QueryOutcome::text).containsOnly("hello");
                }
            } while (!closing.isDone());
            closing.get();
        }
        running.close();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aHandlerThatHangsIsWaitedForNoLongerThanTheProperty(CapturedOutput output) throws Exception {
        Cluster other = network.join(options -> {});
        ConfigurableApplicationContext application = webApplication("--cluster.drain-timeout=100ms");
        Slow slow = application.getBean(Slow.class);
        await().until(() -> other.resolve("slow").size() == 1);
        Query query = other.query("slow").to("slow").ask();
        assertThat(slow.entered.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        long begin = System.nanoTime();
        application.getBean(ClusterLifecycle.class).stop();

        // It would be for ever: the handler ends when this test lets it.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(100), Patience.LIMIT);
        assertThat(query.await().outcomes()).extracting(QueryOutcome::status).containsExactly(QueryOutcome.Status.LEFT);
        assertThat(output).contains("cluster.drain-timeout");
        slow.released.countDown();
        application.close();
    }

    @Test
    void withZeroItLeavesAtOnce() throws Exception {
        Cluster other = network.join(options -> {});
        ConfigurableApplicationContext application = webApplication("--cluster.drain-timeout=0");
        Slow slow = application.getBean(Slow.class);
        await().until(() -> other.resolve("slow").size() == 1);
        Query query = other.query("slow").to("slow").ask();
        assertThat(slow.entered.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        application.getBean(ClusterLifecycle.class).stop();

        assertThat(query.await().outcomes()).extracting(QueryOutcome::status).containsExactly(QueryOutcome.Status.LEFT);
        slow.released.countDown();
        application.close();
    }

    @Test
    void aTimeoutThatCanNotBeIsRefused() {
        for (String value : new String[] {"-1ms", "61m"}) {
            network.contexts()
                    .withPropertyValues("cluster.drain-timeout=" + value)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("drainTimeout must be from 0 to PT1H"));
        }
    }

    private ConfigurableApplicationContext webApplication(String... arguments) {
        return builder(WebApplication.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0", "server.shutdown=graceful", "cluster.tags=slow")
                .run(arguments);
    }

    private ConfigurableApplicationContext application(String tag) {
        return builder(Hello.class)
                .web(WebApplicationType.NONE)
                .run("--cluster.tags=" + tag, "--cluster.drain-timeout=60s");
    }

    private SpringApplicationBuilder builder(Class<?> configuration) {
        return new SpringApplicationBuilder(configuration)
                .properties("spring.main.banner-mode=off", "spring.jmx.enabled=false")
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("testNetwork", ClusterCustomizer.class, network::customizer));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Hello {
        @QueryHandler("hello")
        String hello() {
            return "hello";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class WebApplication {
        @GetMapping("/ping")
        String ping() {
            return "pong";
        }

        @Bean
        Slow slow(Environment environment) {
            return new Slow(environment);
        }
    }

    static class Slow {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        private final Environment environment;

        Slow(Environment environment) {
            this.environment = environment;
        }

        @QueryHandler("slow")
        String slow() throws IOException, InterruptedException {
            entered.countDown();
            released.await();
            URI uri = URI.create("http://localhost:" + environment.getRequiredProperty("local.server.port") + "/ping");
            return "slow but here: "
                    + HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                            .body();
        }
    }
}
