package io.clusterkit.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.boot.TestNetwork;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClusterEndpointAutoConfigurationTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts =
            network.contexts().withConfiguration(AutoConfigurations.of(ClusterEndpointAutoConfiguration.class));

    @Test
    void anExposedEndpointIsThere() {
        contexts.withPropertyValues("management.endpoints.web.exposure.include=cluster")
                .run(context -> assertThat(context).hasSingleBean(ClusterEndpoint.class));
    }

    @Test
    void anEndpointThatIsNotExposedIsNot() {
        contexts.run(context -> assertThat(context).doesNotHaveBean(ClusterEndpoint.class));
    }

    @Test
    void anEndpointWithoutAccessIsNot() {
        contexts.withPropertyValues(
                        "management.endpoints.web.exposure.include=cluster", "management.endpoint.cluster.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(ClusterEndpoint.class));
    }

    @Test
    void withoutAMemberThereIsNone() {
        contexts.withPropertyValues("management.endpoints.web.exposure.include=*", "cluster.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ClusterEndpoint.class));
    }

    @Test
    void anOwnEndpointIsTakenInstead() {
        ClusterEndpoint own = new ClusterEndpoint(network.create());

        contexts.withPropertyValues("management.endpoints.web.exposure.include=cluster")
                .withBean("own", ClusterEndpoint.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(ClusterEndpoint.class).isSameAs(own));
    }
}
