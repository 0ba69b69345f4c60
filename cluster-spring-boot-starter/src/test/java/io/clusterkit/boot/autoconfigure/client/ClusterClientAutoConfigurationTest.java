package io.clusterkit.boot.autoconfigure.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.client.found.FoundBase;
import io.clusterkit.boot.autoconfigure.client.found.FoundByMethod;
import io.clusterkit.boot.autoconfigure.client.found.FoundClient;
import io.clusterkit.boot.autoconfigure.client.found.FoundWithName;
import io.clusterkit.boot.autoconfigure.client.found.GenericQueries;
import io.clusterkit.boot.autoconfigure.client.found.NotAnInterface;
import io.clusterkit.boot.client.ClusterClients;
import io.clusterkit.boot.client.ClusterOperations;
import io.clusterkit.boot.client.ClusterQuery;
import io.clusterkit.boot.client.ClusterTemplate;
import io.clusterkit.boot.client.EnableClusterClients;
import io.clusterkit.boot.client.InvalidClient;
import io.clusterkit.boot.client.InvalidClusterClientException;
import io.clusterkit.boot.client.NoAnswerException;
import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.packet.Payload;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

class ClusterClientAutoConfigurationTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts =
            network.contexts().withConfiguration(AutoConfigurations.of(ClusterClientAutoConfiguration.class));

    @Test
    void thereIsATemplateAndAFactoryForClients() {
        contexts.run(context -> assertThat(context)
                .hasSingleBean(ClusterTemplate.class)
                .hasSingleBean(ClusterOperations.class)
                .hasSingleBean(ClusterClients.class));
    }

    @Test
    void interfacesInThePackagesOfTheApplicationBecomeBeans() {
        contexts.withUserConfiguration(Application.class).run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(FoundClient.class)
                    .hasSingleBean(FoundByMethod.class)
                    .hasSingleBean(FoundBase.class)
                    .doesNotHaveBean(GenericQueries.class)
                    .doesNotHaveBean(NotAnInterface.class)
                    .hasBean("foundClient")
                    .hasBean("named");
            assertThat(context.getBean("named")).isInstanceOf(FoundWithName.class);
        });
    }

    @Test
    void aClientAsksWithThePlaceholdersOfTheEnvironment() {
        contexts.withUserConfiguration(Application.class)
                .withPropertyValues("found.tag=here")
                .run(context -> {
                    Cluster cluster = context.getBean(Cluster.class);
                    network.join(options -> options.tags("here").onQuery("quote", query -> Payload.of("here")));
                    network.join(options -> options.tags("quotes").onQuery("quote", query -> Payload.of("there")));
                    await().until(() -> cluster.members().size() == 2);

                    assertThat(context.getBean(FoundClient.class).quote("ACME")).isEqualTo("here");
                });
    }

    @Test
    void withoutPackagesThereAreNoClients() {
        contexts.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FoundClient.class));
    }

    @Test
    void namedClientsAreTakenInsteadOfThoseInThePackages() {
        contexts.withUserConfiguration(Application.class, Enabling.class)
                .run(context -> assertThat(context).hasSingleBean(Outside.class).doesNotHaveBean(FoundClient.class));
    }

    @Test
    void packagesMayBeNamed() {
        contexts.withUserConfiguration(EnablingPackages.class)
                .withPropertyValues("clients=" + ClassUtils.getPackageName(FoundClient.class))
                .run(context ->
                        assertThat(context).hasSingleBean(FoundClient.class).doesNotHaveBean(Outside.class));
    }

    @Test
    void anInterfaceThatHasABeanAlreadyIsLeftAlone() {
        FoundClient own = mock(FoundClient.class);
        contexts.withUserConfiguration(Application.class)
                .withBean("own", FoundClient.class, () -> own)
                .run(context -> {
                    assertThat(context).getBean(FoundClient.class).isSameAs(own);
                    assertThat(context).hasSingleBean(FoundByMethod.class);
                });
    }

    @Test
    void aClientMayBeMadeByHand() {
        contexts.withUserConfiguration(ByHand.class).run(context -> {
            assertThat(context).hasSingleBean(Outside.class);
            assertThat(context.getBean(Outside.class)).hasToString("cluster client " + Outside.class.getName());
        });
    }

    @Test
    void anInvalidClientEndsTheStartThoughNobodyAsksForIt() {
        contexts.withUserConfiguration(EnablingInvalid.class).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(InvalidClusterClientException.class)
                .hasMessageContaining(InvalidClient.class.getName())
                .hasMessageContaining("java.lang.Thread"));
    }

    @Test
    void ownOperationsAreTakenInsteadAndUsedByClients() {
        ClusterOperations own = mock(ClusterOperations.class);
        contexts.withBean("own", ClusterOperations.class, () -> own).run(context -> assertThat(context)
                .doesNotHaveBean(ClusterTemplate.class)
                .hasSingleBean(ClusterClients.class));
    }

    @Test
    void anOwnFactoryIsTakenInstead() {
        contexts.withBean(
                        "own",
                        ClusterClients.class,
                        () -> new ClusterClients(mock(ClusterOperations.class), PayloadConverter.textAndBytes()))
                .run(context ->
                        assertThat(context).hasSingleBean(ClusterClients.class).hasBean("own"));
    }

    @Test
    void switchedOffThereAreNoBeans() {
        contexts.withUserConfiguration(Application.class)
                .withPropertyValues("cluster.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ClusterOperations.class)
                        .doesNotHaveBean(ClusterClients.class)
                        .doesNotHaveBean(FoundClient.class));
    }

    @Test
    void withSeveralMembersThereIsNoTemplate() {
        contexts.withBean("one", Cluster.class, network::create)
                .withBean("two", Cluster.class, network::create)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ClusterOperations.class)
                        .doesNotHaveBean(ClusterClients.class));
    }

    @Test
    void clientsWorkWithoutReactor() {
        contexts.withUserConfiguration(Application.class)
                .withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams"))
                .run(context -> {
                    assertThat(context).hasSingleBean(FoundClient.class);
                    network.join(options -> options.tags("quotes").onQuery("quote", query -> Payload.of("42")));
                    await().until(() -> context.getBean(Cluster.class).members().size() == 1);
                    assertThat(context.getBean(FoundClient.class).quote("ACME")).isEqualTo("42");
                });
    }

    @Test
    void askingNobodyIsNoAnswer() {
        contexts.withUserConfiguration(ByHand.class).run(context -> {
            Outside client = context.getBean(Outside.class);
            assertThatExceptionOfType(NoAnswerException.class).isThrownBy(client::ask);
        });
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = FoundClient.class)
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @EnableClusterClients(clients = Outside.class)
    static class Enabling {}

    @Configuration(proxyBeanMethods = false)
    @EnableClusterClients("${clients}")
    static class EnablingPackages {}

    @Configuration(proxyBeanMethods = false)
    @EnableClusterClients(clients = InvalidClient.class)
    static class EnablingInvalid {}

    @Configuration(proxyBeanMethods = false)
    static class ByHand {
        @Bean
        Outside outside(ClusterClients clients) {
            return clients.create(Outside.class);
        }
    }

    interface Outside {
        @ClusterQuery("outside")
        String ask();
    }
}
