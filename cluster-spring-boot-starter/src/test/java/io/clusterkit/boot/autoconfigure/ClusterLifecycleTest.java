package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.ProtocolContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class ClusterLifecycleTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    @Test
    void joinsWhenTheWebServerAnswersAndLeavesWhileItStillDoes() {
        List<String> history = new CopyOnWriteArrayList<>();

        try (ConfigurableApplicationContext context = webApplication(history)) {
            assertThat(history).containsExactly("joining: web server says pong");
            assertThat(context.getBean(Cluster.class).isStarted()).isTrue();
        }

        assertThat(history).containsExactly("joining: web server says pong", "leaving: web server says pong");
    }

    @Test
    void socketsAreOpenedBeforeTheWebServerStarts() {
        network.contexts().run(context -> {
            ClusterPreparation preparation = context.getBean(ClusterPreparation.class);
            assertThat(preparation.isRunning()).isTrue();
            assertThat(preparation.getPhase()).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);

            context.getSourceApplicationContext().stop();
            assertThat(preparation.isRunning()).isFalse();
        });
    }

    @Test
    void handlersAreThereBeforeTheMemberJoins() {
        List<Boolean> answered = new CopyOnWriteArrayList<>();
        List<Cluster> member = new CopyOnWriteArrayList<>();
        network.contexts()
                .withUserConfiguration(Hello.class)
                .withBean(
                        "watch",
                        ClusterCustomizer.class,
                        () -> options -> options.setUp(member::add)
                                .protocol(
                                        "t",
                                        () -> new Watched(
                                                network.host().stream().get(), what -> {
                                                    if (what.equals("joining")) {
                                                        answered.add(hasHandler(member.get(0), "hello"));
                                                    }
                                                })))
                .run(context -> assertThat(answered).containsExactly(true));
    }

    @Test
    void aStoppedContextLeavesAndAStartedOneJoinsAsANewMember() {
        Cluster other = network.join(options -> {});
        network.contexts().withUserConfiguration(Hello.class).run(context -> {
            Cluster cluster = context.getBean(Cluster.class);
            String sidBefore = cluster.id().sid();
            await().until(() -> other.member(sidBefore).isPresent());

            context.getSourceApplicationContext().stop();
            assertThat(cluster.isStarted()).isFalse();
            await().until(() -> other.members().isEmpty());

            context.getSourceApplicationContext().start();
            await().until(() -> other.members().size() == 1);
            assertThat(other.members()).extracting(Member::sid).doesNotContain(sidBefore);
            assertThat(other.query("hello").ask().await().answers()).hasSize(1);
        });
    }

    @Test
    void aPausedContextLeavesAndARestartedOneJoinsAgain() {
        Cluster other = network.join(options -> {});
        network.contexts().run(context -> {
            await().until(() -> other.members().size() == 1);

            context.getSourceApplicationContext().pause();
            await().until(() -> other.members().isEmpty());

            context.getSourceApplicationContext().restart();
            await().until(() -> other.members().size() == 1);
        });
    }

    @Test
    void stopsWithinASecondThoughAHandlerHangs() {
        // The shortest of some: it takes some milliseconds, but on a machine that is busy one may take long.
        Duration shortest = stopThoughAHandlerHangs();
        for (int i = 0; i < 4 && shortest.toSeconds() > 0; i++) {
            Duration next = stopThoughAHandlerHangs();
            shortest = next.compareTo(shortest) < 0 ? next : shortest;
        }
        assertThat(shortest).isLessThan(Duration.ofSeconds(1));
    }

    private Duration stopThoughAHandlerHangs() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicLong nanos = new AtomicLong();
        network.contexts().run(context -> {
            context.getBean(Cluster.class).onQuery("hang", query -> {
                entered.countDown();
                released.await();
                return Payload.empty();
            });
            try (Cluster asker = network.joinAndMeetOne(options -> {})) {
                asker.query("hang").ask();
                assertThat(entered.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();

                long begin = System.nanoTime();
                context.getBean(ClusterLifecycle.class).stop();
                nanos.set(System.nanoTime() - begin);
            }
        });
        released.countDown();
        return Duration.ofNanos(nanos.get());
    }

    @Test
    void aHundredContextsLeaveNoThreadsBehind() {
        for (int i = 0; i < 100; i++) {
            network.contexts().withUserConfiguration(Hello.class).run(context -> assertThat(
                            context.getBean(Cluster.class).isStarted())
                    .isTrue());
        }

        await().untilAsserted(() -> assertThat(clusterThreads()).isEmpty());
    }

    private static boolean hasHandler(Cluster cluster, String query) {
        try {
            cluster.onQuery(query, request -> Payload.empty()).close();
            return false;
        } catch (IllegalStateException taken) {
            return true;
        }
    }

    private static Set<String> clusterThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("cluster-"))
                .collect(Collectors.toSet());
    }

    private ConfigurableApplicationContext webApplication(List<String> history) {
        return new SpringApplicationBuilder(WebApplication.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0", "server.shutdown=graceful", "spring.main.banner-mode=off")
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("testNetwork", ClusterCustomizer.class, () -> options -> {
                            network.customizer().customize(options);
                            options.protocol(
                                    "t",
                                    () -> new Watched(
                                            network.host().stream().get(),
                                            what -> history.add(
                                                    what + ": web server says " + ping(context.getEnvironment()))));
                        }))
                .run();
    }

    private static String ping(Environment environment) {
        URI uri = URI.create("http://localhost:" + environment.getRequiredProperty("local.server.port") + "/ping");
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException failure) {
            return failure.toString();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return interrupted.toString();
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
    }

    static class Hello {
        @QueryHandler("hello")
        String hello() {
            return "hello";
        }
    }

    /** Tells when it opens and closes. */
    private static final class Watched implements Protocol {
        private final Protocol protocol;
        private final Consumer<String> watch;

        Watched(Protocol protocol, Consumer<String> watch) {
            this.protocol = protocol;
            this.watch = watch;
        }

        @Override
        public String id() {
            return protocol.id();
        }

        @Override
        public void open(ProtocolContext context) throws IOException {
            watch.accept("joining");
            protocol.open(context);
        }

        @Override
        public Map<String, String> props() {
            return protocol.props();
        }

        @Override
        public void send(Delivery delivery) {
            protocol.send(delivery);
        }

        @Override
        public void close() {
            watch.accept("leaving");
            protocol.close();
        }
    }
}
