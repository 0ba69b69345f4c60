package io.clusterkit.boot.autoconfigure.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.member.TagEdit;
import io.clusterkit.runtime.SteppedRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;

class ClusterDiscoveryClientAutoConfigurationTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts().withUserConfiguration(Discovery.class);

    @Test
    void membersAreInstancesByTheNameOfTheirService() {
        Cluster orders = network.join(
                options -> options.tags("service=orders", "service.port=8081", "service.meta.zone=a", "other"));
        network.join(options -> options.tags("service=prices", "service.port=8082", "service.secure=true"));
        network.join(options -> options.tags("no-service"));
        contexts.run(context -> {
            DiscoveryClient client = context.getBean(ClusterDiscoveryClient.class);
            await().until(() -> client.getServices().size() == 2);

            assertThat(client.getServices()).containsExactly("orders", "prices");
            assertThat(client.getInstances("orders")).singleElement().satisfies(instance -> {
                assertThat(instance.getInstanceId()).isEqualTo(orders.id().uuid());
                assertThat(instance.getServiceId()).isEqualTo("orders");
                assertThat(instance.getHost()).isEqualTo(network.host().address());
                assertThat(instance.getPort()).isEqualTo(8081);
                assertThat(instance.isSecure()).isFalse();
                assertThat(instance.getMetadata())
                        .containsEntry("zone", "a")
                        .containsEntry("sid", orders.id().sid());
            });
            assertThat(client.getInstances("prices"))
                    .singleElement()
                    .extracting(ServiceInstance::getScheme)
                    .isEqualTo("https");
            assertThat(client.getInstances("absent")).isEmpty();

            ReactiveDiscoveryClient reactive = context.getBean(ClusterReactiveDiscoveryClient.class);
            assertThat(reactive.getServices().collectList().block()).containsExactly("orders", "prices");
            assertThat(reactive.getInstances("orders").collectList().block()).isEqualTo(client.getInstances("orders"));

            orders.drain();
            await().until(() -> client.getInstances("orders").isEmpty());
            assertThat(context.getBean(Cluster.class).member(orders.id().sid())).isPresent();
            assertThat(client.getServices()).containsExactly("prices");
        });
    }

    @Test
    void theApplicationItselfIsAnInstanceWhereItsPortIsKnown() {
        Cluster other = network.join(options -> {});
        contexts.withPropertyValues(
                        "spring.application.name=shop",
                        "cluster.discovery.port=8080",
                        "cluster.discovery.metadata.zone=b",
                        "server.servlet.context-path=/shop",
                        "server.address=10.1.2.3",
                        "server.ssl.bundle=mine")
                .run(context -> {
                    await().until(() -> other.resolve("service=shop").size() == 1);
                    assertThat(other.resolve("service=shop").get(0).tags())
                            .contains(
                                    "service.port=8080",
                                    "service.host=10.1.2.3",
                                    "service.secure=true",
                                    "service.meta.zone=b",
                                    "service.meta.context-path=/shop");
                    assertThat(context.getBean(DiscoveryClient.class).getInstances("shop"))
                            .singleElement()
                            .extracting(ServiceInstance::getHost)
                            .isEqualTo("10.1.2.3");
                    context.getBean(Cluster.class).drain();
                    assertThat(context.getBean(DiscoveryClient.class).getInstances("shop"))
                            .isEmpty();
                });
    }

    @Test
    void propertiesSayWhatOthersAreTold() {
        contexts.withPropertyValues(
                        "spring.application.name=shop",
                        "cluster.discovery.name=bazaar",
                        "cluster.discovery.port=1234",
                        "cluster.discovery.host=bazaar.example.org",
                        "cluster.discovery.secure=false",
                        "server.ssl.bundle=mine")
                .run(context -> assertThat(context.getBean(Cluster.class).tags())
                        .contains("service=bazaar", "service.port=1234", "service.host=bazaar.example.org")
                        .doesNotContain("service.secure=true"));
    }

    @Test
    void withoutAPortOrIfNotWantedItIsNoInstance() {
        contexts.run(context ->
                assertThat(context.getBean(Cluster.class).tags()).noneMatch(tag -> tag.startsWith("service")));
        contexts.withPropertyValues("cluster.discovery.port=1", "cluster.discovery.register=false")
                .run(context -> {
                    assertThat(context).hasSingleBean(ClusterDiscoveryClient.class);
                    assertThat(context.getBean(Cluster.class).tags()).noneMatch(tag -> tag.startsWith("service"));
                });
    }

    @Test
    void changesAreVisibleWithinASecond() {
        SteppedRuntime time = new SteppedRuntime(1);
        try (TestNetwork stepped = new TestNetwork(time)) {
            stepped.contexts().withUserConfiguration(Discovery.class).run(context -> {
                DiscoveryClient client = context.getBean(ClusterDiscoveryClient.class);
                time.advance(Duration.ofMinutes(1));

                Cluster orders = stepped.join(options -> options.tags("service=orders", "service.port=1"));
                Cluster more = stepped.join(options -> options.tags("service=orders", "service.port=2"));
                time.advance(Duration.ofSeconds(1));
                assertThat(client.getInstances("orders")).hasSize(2);

                more.tags(TagEdit.edit().remove("service=orders"));
                time.advance(Duration.ofSeconds(1));
                assertThat(client.getInstances("orders"))
                        .singleElement()
                        .extracting(ServiceInstance::getPort)
                        .isEqualTo(1);

                orders.drain();
                time.advance(Duration.ofSeconds(1));
                assertThat(client.getInstances("orders")).isEmpty();

                more.tags(TagEdit.edit().append("service=orders"));
                time.advance(Duration.ofSeconds(1));
                assertThat(client.getInstances("orders")).hasSize(1);

                more.close();
                time.advance(Duration.ofSeconds(1));
                assertThat(client.getInstances("orders")).isEmpty();
            });
        }
    }

    @Test
    void changesArePublished() {
        List<ApplicationEvent> events = new CopyOnWriteArrayList<>();
        contexts.withBean("events", Events.class, () -> new Events(events)).run(context -> {
            assertThat(events).hasAtLeastOneElementOfType(InstanceRegisteredEvent.class);
            events.clear();
            Cluster orders = network.join(options -> options.tags("service=orders", "service.port=1"));
            await().until(() -> !events.isEmpty());
            events.clear();
            orders.drain();
            await().until(() -> !events.isEmpty());
            assertThat(events).hasOnlyElementsOfType(HeartbeatEvent.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1"})
    void aPortThatIsNoneIsRefused(String port) {
        contexts.withPropertyValues("cluster.discovery.port=" + port).run(context -> assertThat(context)
                .getFailure()
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasStackTraceContaining("cluster.discovery.port can't be '" + port + "'"));
    }

    @Test
    void moreMetadataThanADatagramHoldsIsRefused() {
        contexts.withPropertyValues("cluster.discovery.metadata.much=" + "x".repeat(600))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("cluster.discovery.metadata")
                        .hasMessageContaining("cluster.max-datagram-size"));
        contexts.withPropertyValues(
                        "cluster.discovery.metadata.much=" + "x".repeat(600), "cluster.max-datagram-size=4KB")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster.discovery.enabled", "spring.cloud.discovery.enabled", "cluster.enabled"})
    void isSwitchedOff(String property) {
        contexts.withPropertyValues(property + "=false").run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(ClusterDiscoveryClient.class)
                .doesNotHaveBean(ClusterReactiveDiscoveryClient.class)
                .doesNotHaveBean(ServiceRegistration.class)
                .doesNotHaveBean(DiscoveryEvents.class));
    }

    @Test
    void oneKindOfClientIsSwitchedOff() {
        contexts.withPropertyValues("spring.cloud.discovery.blocking.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ClusterDiscoveryClient.class)
                        .hasSingleBean(ClusterReactiveDiscoveryClient.class));
        contexts.withPropertyValues("spring.cloud.discovery.reactive.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(ClusterDiscoveryClient.class)
                        .doesNotHaveBean(ClusterReactiveDiscoveryClient.class));
    }

    @Test
    void aClientOfTheApplicationsOwnIsKept() {
        contexts.withBean("mine", ClusterDiscoveryClient.class, () -> new ClusterDiscoveryClient(network.create(), 7))
                .run(context -> assertThat(context.getBean(ClusterDiscoveryClient.class))
                        .isSameAs(context.getBean("mine"))
                        .extracting(DiscoveryClient::getOrder)
                        .isEqualTo(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reactor.core",
                "org.springframework.web.reactive",
                "org.springframework.cloud.loadbalancer",
                "org.springframework.boot.web.server",
            })
    void withoutAModuleTheRestWorks(String absent) {
        contexts.withClassLoader(new FilteredClassLoader(absent)).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(ClusterDiscoveryClient.class);
            assertThat(context.containsBean("clusterReactiveDiscoveryClient")).isEqualTo(!absent.contains("react"));
            assertThat(context.getBeansOfType(UncachedInstances.class))
                    .hasSize(absent.endsWith("loadbalancer") ? 0 : 1);
            assertThat(context.getBeansOfType(WebServerPorts.class)).hasSize(absent.endsWith("server") ? 0 : 1);
        });
    }

    @Test
    void withoutSpringCloudTheMemberWorks() {
        contexts.withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
                .run(context -> {
                    assertThat(context.getBean(Cluster.class).isStarted()).isTrue();
                    assertThat(context.getBeanDefinitionNames())
                            .doesNotContain(
                                    "clusterDiscoveryEvents", "clusterDiscoveryClient", "clusterServiceRegistration");
                });
    }

    private record Events(List<ApplicationEvent> seen) implements ApplicationListener<ApplicationEvent> {
        @Override
        public void onApplicationEvent(ApplicationEvent event) {
            if (event instanceof HeartbeatEvent || event instanceof InstanceRegisteredEvent<?>) {
                seen.add(event);
            }
        }
    }

    /** Read as an application reads it: by name, so that classes that are not there do no harm. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ClusterDiscoveryClientAutoConfiguration.class)
    static class Discovery {}
}
