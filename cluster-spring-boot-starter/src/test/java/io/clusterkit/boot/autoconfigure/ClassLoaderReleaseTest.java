package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.client.ClusterClientAutoConfiguration;
import io.clusterkit.boot.autoconfigure.event.ClusterEventAutoConfiguration;
import io.clusterkit.boot.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import io.clusterkit.boot.autoconfigure.metrics.ClusterMetricsAutoConfiguration;
import io.clusterkit.boot.autoconfigure.multiplexer.MultiplexersAutoConfiguration;
import io.clusterkit.boot.autoconfigure.observation.ClusterObservationAutoConfiguration;
import io.clusterkit.boot.client.Answer;
import io.clusterkit.boot.client.ClusterClient;
import io.clusterkit.boot.client.ClusterOperations;
import io.clusterkit.boot.client.ClusterQuery;
import io.clusterkit.boot.client.EnableClusterClients;
import io.clusterkit.boot.event.MemberDiscovered;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.Payload;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.OverridingClassLoader;

/**
 * The classes of an application that was started in a class loader of its own can be collected when it has ended: nothing of
 * the starter's holds them. In a JVM of its own that does not keep what is softly reachable, as caches of Spring are, and
 * without devtools, which keep contexts.
 */
class ClassLoaderReleaseTest {
    private static final Duration LONGEST_RUN = Duration.ofMinutes(3);

    @Test
    void anApplicationsClassesAreReleasedWhenItHasEnded() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:SoftRefLRUPolicyMSPerMB=0",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(entry -> !entry.contains("devtools"))
                                .collect(Collectors.joining(File.pathSeparator)),
                        Restarts.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(java));
            assertThat(java.waitFor(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(output.join()).endsWith("class loaders held: 0\n");
            assertThat(java.exitValue()).isZero();
        } finally {
            java.destroyForcibly();
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts an application three times, and prints how many class loaders are still held at the end. */
    static final class Restarts implements AutoCloseable {
        private final TestNetwork network = new TestNetwork();
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final Cluster other = network.join(options -> options.tags("other")
                .onQuery("price", query -> Payload.of("{\"cents\":42}"))
                .onEvent(event -> heard.add(event.text())));

        public static void main(String[] arguments) throws Exception {
            Patience.set();
            try (Restarts restarts = new Restarts()) {
                restarts.start(Restarts.class.getClassLoader()).close(); // what is made once for a JVM is made now
                List<WeakReference<ClassLoader>> loaders = List.of(restarts.runOnce(), restarts.runOnce());
                long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
                long held;
                do {
                    System.gc();
                    held = loaders.stream()
                            .filter(loader -> !loader.refersTo(null))
                            .count();
                } while (held > 0 && System.nanoTime() < deadline);
                System.out.println("class loaders held: " + held);
            }
        }

        private WeakReference<ClassLoader> runOnce() throws Exception {
            ClassLoader loader = new OwnClasses();
            try (ConfigurableApplicationContext context = start(loader)) {
                assertThat(context.getBean(Runnable.class).getClass().getClassLoader())
                        .isSameAs(loader);
                await().until(() -> other.resolve("restarted").size() == 1);
                await().until(() ->
                        context.getBean(Cluster.class).resolve("other").size() == 1);
                assertThat(other.query("double")
                                .to("restarted")
                                .data("{\"cents\":21}")
                                .header("side", "BUY")
                                .ask()
                                .await()
                                .answers())
                        .singleElement()
                        .satisfies(answer -> assertThat(answer.text()).isEqualTo("{\"cents\":42}"));
                other.event().to("restarted").data("{\"cents\":1}").send().join();
                context.getBean("telling", Runnable.class).run();
                await().until(() -> heard.contains("42"));
                heard.clear();
            }
            await().until(() -> other.members().isEmpty());
            return new WeakReference<>(loader);
        }

        private static final class OwnClasses extends OverridingClassLoader {
            OwnClasses() {
                super(Restarts.class.getClassLoader());
            }

            @Override
            protected boolean isEligibleForOverriding(String className) {
                return className.startsWith(ClassLoaderReleaseTest.class.getName())
                        && !className.startsWith(Restarts.class.getName());
            }
        }

        /** Its own threads inherit the class loader, as those of an application do that devtools started. */
        private ConfigurableApplicationContext start(ClassLoader loader) throws ClassNotFoundException {
            Class<?> application = loader.loadClass(Application.class.getName());
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(loader);
            try {
                return new SpringApplicationBuilder(application)
                        .web(WebApplicationType.NONE)
                        .properties("spring.main.banner-mode=off", "cluster.tags=restarted")
                        .initializers(each -> ((GenericApplicationContext) each)
                                .registerBean("testNetwork", ClusterCustomizer.class, network::customizer))
                        .run();
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }

        @Override
        public void close() {
            network.close();
        }
    }

    record Price(long cents) {}

    enum Side {
        BUY,
        SELL
    }

    @ClusterClient("other")
    interface Prices {
        @ClusterQuery("price")
        List<Answer<Price>> prices(@ClusterHeader Side side);

        default long first() {
            Price price = prices(Side.SELL).get(0).value();
            return price == null ? 0 : price.cents();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        JacksonAutoConfiguration.class,
        ObservationAutoConfiguration.class,
        SimpleMetricsExportAutoConfiguration.class,
        MetricsAutoConfiguration.class,
        ClusterAutoConfiguration.class,
        ClusterJacksonAutoConfiguration.class,
        ClusterClientAutoConfiguration.class,
        ClusterEventAutoConfiguration.class,
        ClusterMetricsAutoConfiguration.class,
        ClusterObservationAutoConfiguration.class,
        MultiplexersAutoConfiguration.class
    })
    @EnableClusterClients(clients = Prices.class)
    static class Application {
        final List<Object> seen = new CopyOnWriteArrayList<>();

        @Bean
        Runnable telling(Prices prices, ClusterOperations operations) {
            return () -> assertThat(operations.sendEvent(String.valueOf(prices.first()), "other"))
                    .isNotNull();
        }

        @QueryHandler("double")
        Price twice(Price price, @ClusterHeader Side side) {
            return new Price(2 * price.cents());
        }

        @ClusterEventListener
        void heard(Price price) {
            seen.add(price);
        }

        @ClusterHook(point = HookPoint.RECEIVE)
        void receive(Packet packet) {
            seen.add(packet);
        }

        @EventListener
        void discovered(MemberDiscovered event) {
            seen.add(event);
        }
    }
}
