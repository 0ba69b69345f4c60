package io.clusterkit.boot.autoconfigure.info;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClusterInfoContributorAutoConfigurationTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ClusterAutoConfiguration.class, ClusterInfoContributorAutoConfiguration.class))
            .withBean("testNetwork", ClusterCustomizer.class, network::customizer);

    @Test
    void itIsOffByDefault() {
        contexts.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ClusterInfoContributor.class));
    }

    @Test
    void itIsNotSwitchedOnWithTheDefaults() {
        contexts.withPropertyValues("management.info.defaults.enabled=true")
                .run(context -> assertThat(context).doesNotHaveBean(ClusterInfoContributor.class));
    }

    @Test
    void switchedOnItTellsWhoTheMemberIs() {
        contexts.withPropertyValues(
                        "management.info.cluster.enabled=true", "cluster.tags=desk", "spring.application.name=")
                .run(context -> {
                    Info.Builder builder = new Info.Builder();
                    context.getBean(ClusterInfoContributor.class).contribute(builder);
                    Cluster cluster = context.getBean(Cluster.class);
                    assertThat(builder.build().getDetails())
                            .containsEntry(
                                    "cluster",
                                    Map.of(
                                            "sid", cluster.id().sid(),
                                            "hid", cluster.id().hid(),
                                            "tags", List.of("desk"),
                                            "protocols", List.of("u", "t", "c"),
                                            "members", 0));
                });
    }

    @Test
    void withoutAMemberThereIsNone() {
        contexts.withPropertyValues("management.info.cluster.enabled=true", "cluster.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ClusterInfoContributor.class));
    }

    @Test
    void withoutTheActuatorTheMemberWorks() {
        contexts.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .withPropertyValues("management.info.cluster.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Cluster.class));
    }

    @Test
    void anOwnContributorIsTakenInstead() {
        ClusterInfoContributor own = new ClusterInfoContributor(network.create());
        contexts.withPropertyValues("management.info.cluster.enabled=true")
                .withBean("own", ClusterInfoContributor.class, () -> own)
                .run(context -> assertThat(context)
                        .getBean(ClusterInfoContributor.class)
                        .isSameAs(own));
    }
}
