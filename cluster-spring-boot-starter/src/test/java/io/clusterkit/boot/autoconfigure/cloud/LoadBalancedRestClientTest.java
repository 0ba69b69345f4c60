package io.clusterkit.boot.autoconfigure.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.RealNetwork;
import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.member.Member;
import io.clusterkit.multiplexer.Multiplexer;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Applications with web servers that reach each other by name, with no registry server. What is waited for here is told at
 * once: the next heartbeat would be too late for any wait.
 */
class LoadBalancedRestClientTest {
    private final String[] network = RealNetwork.arguments();

    @Test
    void instancesAreReachedByNameAndOneThatLeavesIsNotChosen() {
        try (ConfigurableApplicationContext shop = start(Shop.class, "--spring.application.name=shop");
                ConfigurableApplicationContext first = start(Orders.class, "--spring.application.name=orders")) {
            RestClient orders = client(shop);
            String firstPort = port(first);
            await().until(() -> instances(shop) == 1);
            assertThat(answers(orders)).containsExactly(firstPort);

            ConfigurableApplicationContext second = start(Orders.class, "--spring.application.name=orders");
            String secondPort = port(second);
            await().until(() -> instances(shop) == 2);
            assertThat(answers(orders)).containsExactlyInAnyOrder(firstPort, secondPort);

            second.getBean(Cluster.class).drain();
            await().until(() -> instances(shop) == 1);
            // Its web server still serves, and nobody chooses it any more.
            assertThat(answers(orders)).containsExactly(firstPort);
            second.close();
            assertThat(answers(orders)).containsExactly(firstPort);

            first.getBean(Cluster.class).drain();
            await().until(() -> instances(shop) == 0);
        }
    }

    @Test
    void anApplicationReachesItselfAndATwinUnderAContextPathTellsIt() {
        try (ConfigurableApplicationContext alone = start(
                Orders.class,
                "--spring.application.name=orders",
                "--server.servlet.context-path=/api",
                "--management.server.port=0")) {
            DiscoveryClient client = alone.getBean(DiscoveryClient.class);

            assertThat(client.getInstances("orders")).singleElement().satisfies(instance -> {
                assertThat(instance.getPort()).hasToString(port(alone));
                assertThat(instance.getMetadata())
                        .containsEntry("context-path", "/api")
                        .containsEntry(
                                "management.port", alone.getEnvironment().getRequiredProperty("local.management.port"));
                String said = RestClient.create()
                        .get()
                        .uri(instance.getUri() + "/api/port")
                        .retrieve()
                        .body(String.class);
                assertThat(said).isEqualTo(port(alone));
            });
        }
    }

    @Test
    void aStoppedApplicationIsNoInstanceUntilItIsStartedAgain() {
        try (ConfigurableApplicationContext shop = start(Shop.class, "--spring.application.name=shop");
                ConfigurableApplicationContext orders = start(Orders.class, "--spring.application.name=orders")) {
            await().until(() -> instances(shop) == 1);
            orders.stop();
            await().until(() -> instances(shop) == 0);
            orders.start();
            await().until(() -> instances(shop) == 1);
            await().untilAsserted(() -> assertThat(answers(client(shop))).containsExactly(port(orders)));
        }
    }

    @Test
    void aPausedApplicationIsNoInstanceAndHasNoMultiplexerThoughItsWebServerServes() {
        try (ConfigurableApplicationContext shop = start(Shop.class, "--spring.application.name=shop");
                ConfigurableApplicationContext orders = start(
                        Orders.class,
                        "--spring.application.name=orders",
                        "--cluster.multiplexers.chat.address=127.0.0.1")) {
            Multiplexers multiplexers = orders.getBean(Multiplexers.class);
            await().until(() -> instances(shop) == 1);
            String sid = orders.getBean(Cluster.class).id().sid();
            Multiplexer chat = multiplexers.get("chat");

            orders.pause();

            assertThat(orders.getBean(Cluster.class).isStarted()).isFalse();
            assertThat(multiplexers.find("chat")).isEmpty();
            await().until(() -> instances(shop) == 0);
            String stillServing = RestClient.create()
                    .get()
                    .uri("http://localhost:" + port(orders) + "/port")
                    .retrieve()
                    .body(String.class);
            assertThat(stillServing).as("Spring does not pause a web server").isEqualTo(port(orders));

            orders.restart();

            assertThat(multiplexers.get("chat")).isNotSameAs(chat);
            await().until(() -> instances(shop) == 1);
            assertThat(shop.getBean(Cluster.class).members())
                    .extracting(Member::sid)
                    .containsExactly(orders.getBean(Cluster.class).id().sid())
                    .doesNotContain(sid);
            assertThat(answers(client(shop))).containsExactly(port(orders));
        }
    }

    private static Set<String> answers(RestClient client) {
        Set<String> ports = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            ports.add(client.get().uri("http://orders/port").retrieve().body(String.class));
        }
        return ports;
    }

    private static int instances(ConfigurableApplicationContext context) {
        return context.getBean(DiscoveryClient.class).getInstances("orders").size();
    }

    private static RestClient client(ConfigurableApplicationContext context) {
        return context.getBean(Shop.Clients.class).orders();
    }

    private static String port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port");
    }

    private ConfigurableApplicationContext start(Class<?> application, String... arguments) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0", "spring.main.banner-mode=off", "spring.jmx.enabled=false")
                .run(Stream.of(network, arguments).flatMap(Stream::of).toArray(String[]::new));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {
        @Bean
        @LoadBalanced
        RestClient.Builder loadBalancedBuilder() {
            return RestClient.builder();
        }

        @Bean
        Clients clients(@LoadBalanced ObjectProvider<RestClient.Builder> builder) {
            return new Clients(builder.getObject().build());
        }

        record Clients(RestClient orders) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Orders {
        private final Environment environment;

        Orders(Environment environment) {
            this.environment = environment;
        }

        @GetMapping("/port")
        String port() {
            return environment.getRequiredProperty("local.server.port");
        }
    }
}
