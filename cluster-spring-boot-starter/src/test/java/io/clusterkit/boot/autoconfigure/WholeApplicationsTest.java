package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.RealNetwork;
import io.clusterkit.boot.autoconfigure.client.ClusterClientAutoConfiguration;
import io.clusterkit.boot.autoconfigure.cloud.ClusterDiscoveryClientAutoConfiguration;
import io.clusterkit.boot.autoconfigure.endpoint.ClusterEndpoint;
import io.clusterkit.boot.autoconfigure.endpoint.ClusterEndpointAutoConfiguration;
import io.clusterkit.boot.autoconfigure.endpoint.MultiplexersEndpointAutoConfiguration;
import io.clusterkit.boot.autoconfigure.event.ClusterEventAutoConfiguration;
import io.clusterkit.boot.autoconfigure.health.ClusterHealthContributorAutoConfiguration;
import io.clusterkit.boot.autoconfigure.info.ClusterInfoContributorAutoConfiguration;
import io.clusterkit.boot.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import io.clusterkit.boot.autoconfigure.metrics.ClusterMetricsAutoConfiguration;
import io.clusterkit.boot.autoconfigure.metrics.MultiplexerMetricsAutoConfiguration;
import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.boot.autoconfigure.multiplexer.MultiplexersAutoConfiguration;
import io.clusterkit.boot.autoconfigure.observation.ClusterObservationAutoConfiguration;
import io.clusterkit.boot.client.ClusterClient;
import io.clusterkit.boot.client.ClusterQuery;
import io.clusterkit.boot.client.EnableClusterClients;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import io.clusterkit.query.QueryOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Applications with all of the starter on, again and again in one JVM, on real sockets. */
class WholeApplicationsTest {
    private static final int TIMES = 100;

    private final String[] network = RealNetwork.arguments();

    @Test
    void aHundredOfThemLeaveNoThreadAndNoDescriptor() throws Exception {
        try (ConfigurableApplicationContext stays = start(Alone.class)) {
            Cluster here = stays.getBean(Cluster.class);
            useOnce(here); // what is made once for a JVM is made now
            Set<Thread> threadsBefore = threads();
            long descriptorsBefore = descriptors();

            for (int i = 0; i < TIMES; i++) {
                useOnce(here);
            }

            soon().untilAsserted(
                            () -> assertThat(threadsSince(threadsBefore, here)).isEmpty());
            soon().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(descriptorsBefore));
        }
    }

    private void useOnce(Cluster here) throws Exception {
        try (ConfigurableApplicationContext whole = start(
                Whole.class,
                "--cluster.multiplexers.chat.address=127.0.0.1",
                "--cluster.discovery.port=8080",
                "--cluster.drain-timeout=0", // RealTransportsTest drains a hundred times
                "--spring.application.name=orders",
                "--management.endpoints.jmx.exposure.include=*",
                "--spring.jmx.enabled=true",
                "--spring.jmx.unique-names=true")) {
            String sid = whole.getBean(Cluster.class).id().sid();
            soon().until(() -> here.member(sid)
                    .filter(member -> !member.protocolProps().isEmpty())
                    .isPresent());
            assertThat(here.query("double")
                            .to(sid)
                            .data("{\"cents\":21}")
                            .ask()
                            .await()
                            .answers())
                    .extracting(QueryOutcome::text)
                    .containsExactly("{\"cents\":42}");
            soon().until(() ->
                    whole.getBean(Cluster.class).member(here.id().sid()).isPresent());
            assertThat(whole.getBean(Halves.class).half(new Price(84))).contains(new Price(42));
            soon().until(() ->
                    whole.getBean(DiscoveryClient.class).getInstances("orders").size() == 1);
            assertThat(whole.getBean(ClusterEndpoint.class).cluster().self().sid())
                    .isEqualTo(sid);
            int port = whole.getBean(Multiplexers.class).get("chat").port();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write('x');
            }
        }
        soon().until(() -> here.members().isEmpty());
    }

    private ConfigurableApplicationContext start(Class<?> application, String... arguments) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off", "spring.main.log-startup-info=false", "logging.level.root=warn")
                .run(Stream.of(network, arguments).flatMap(Stream::of).toArray(String[]::new));
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(5));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    /** Those that are not of the member that stays and not the JDK's own, which grow and shrink with the load. */
    private static Set<Thread> threadsSince(Set<Thread> before, Cluster stays) {
        Set<Thread> since = new HashSet<>(threads());
        since.removeAll(before);
        String own = "cluster-" + stays.id().sid();
        since.removeIf(thread -> Stream.of(own, "ForkJoinPool", "awaitility").anyMatch(thread.getName()::startsWith));
        return since;
    }

    /** All that are open but jars, which class loaders open when they first need them; 0 where it can't be seen. */
    private static long descriptors() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(each -> !opened(each).endsWith(".jar")).count();
        }
    }

    private static String opened(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return ".jar";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ClusterAutoConfiguration.class)
    static class Alone {
        @QueryHandler("half")
        String half(String json) {
            assertThat(json).isEqualTo("{\"cents\":84}");
            return "{\"cents\":42}";
        }
    }

    @ClusterClient
    interface Halves {
        @ClusterQuery("half")
        Optional<Price> half(Price price);
    }

    record Price(long cents) {}

    /** All of the starter, and of Boot what that works with: all of Boot would take most of the time. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        JacksonAutoConfiguration.class,
        JmxAutoConfiguration.class,
        MetricsAutoConfiguration.class,
        CompositeMeterRegistryAutoConfiguration.class,
        SimpleMetricsExportAutoConfiguration.class,
        ObservationAutoConfiguration.class,
        EndpointAutoConfiguration.class,
        JmxEndpointAutoConfiguration.class,
        HealthContributorRegistryAutoConfiguration.class,
        CompositeDiscoveryClientAutoConfiguration.class,
        ClusterAutoConfiguration.class,
        ClusterJacksonAutoConfiguration.class,
        ClusterClientAutoConfiguration.class,
        ClusterEventAutoConfiguration.class,
        MultiplexersAutoConfiguration.class,
        ClusterEndpointAutoConfiguration.class,
        MultiplexersEndpointAutoConfiguration.class,
        ClusterHealthContributorAutoConfiguration.class,
        ClusterInfoContributorAutoConfiguration.class,
        ClusterMetricsAutoConfiguration.class,
        MultiplexerMetricsAutoConfiguration.class,
        ClusterObservationAutoConfiguration.class,
        ClusterDiscoveryClientAutoConfiguration.class
    })
    @EnableClusterClients(clients = Halves.class)
    static class Whole {
        @QueryHandler("double")
        Price twice(Price price) {
            return new Price(2 * price.cents());
        }

        @ClusterEventListener
        void heard(String text, Member from) {}

        @ClusterHook(point = HookPoint.RECEIVE)
        void receive() {}
    }
}
