package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterTags;
import io.clusterkit.boot.TestNetwork;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.Order;
import org.springframework.samples.TaggedSample;

/** The sources of a member's tags. */
class ClusterTagsTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts();

    @Test
    void allSourcesAddUpInTheirOrderEachTagOnce() {
        contexts.withUserConfiguration(Annotated.class, Contributors.class)
                .withPropertyValues("cluster.tags=b,a", "spring.application.name=shop", "zone=eu")
                .run(context -> assertThat(context.getBean(Cluster.class).tags().asList())
                        .containsExactly(
                                "b",
                                "a",
                                "of-class",
                                "of-method",
                                "of-interface",
                                "in-eu",
                                "lazy",
                                "prototype",
                                "factory",
                                "first",
                                "second",
                                "shop"));
    }

    @Test
    void anApplicationInAPackageOfSpringsHasItsTags() {
        contexts.withUserConfiguration(TaggedSample.class)
                .run(context ->
                        assertThat(context.getBean(Cluster.class).tags()).containsExactly("sample", "of-a-sample"));
    }

    @Test
    void noBeanIsMadeForItsTags() {
        contexts.withUserConfiguration(Annotated.class)
                .withPropertyValues("zone=eu")
                .run(context -> {
                    assertThat(context.getBean(Cluster.class).tags()).contains("lazy", "prototype");
                    assertThat(context.getBeanFactory().containsSingleton("lazy"))
                            .isFalse();
                });
    }

    @Test
    void theApplicationsNameIsATagUnlessSwitchedOff() {
        contexts.withPropertyValues("spring.application.name=shop")
                .run(context ->
                        assertThat(context.getBean(Cluster.class).tags()).containsExactly("shop"));
        contexts.withPropertyValues("spring.application.name=shop", "cluster.application-name-tag=false")
                .run(context ->
                        assertThat(context.getBean(Cluster.class).tags()).isEmpty());
        contexts.run(
                context -> assertThat(context.getBean(Cluster.class).tags()).isEmpty());
    }

    @Test
    void anEmptyTagIsRefusedWithItsBean() {
        contexts.withUserConfiguration(Empty.class).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageStartingWith("@ClusterTags of the bean 'empty' gives a tag that is empty text"));
    }

    @Test
    void aPlaceholderWithoutAValueIsRefusedWithItsBean() {
        contexts.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class))
                .withBean("unknown", Unknown.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "@ClusterTags of the bean 'unknown' has \"${no.such}\": Could not resolve")
                        .hasStackTraceContaining("set the property, or give a default, ${name:default}"));
    }

    @ClusterTags("${no.such}")
    static class Unknown {}

    @ClusterTags("of-interface")
    interface Tagged {}

    @ClusterTags("of-class")
    static class OfClass {}

    static class OfInterface implements Tagged {}

    @Configuration(proxyBeanMethods = false)
    static class Annotated {
        @Bean
        @ClusterTags({"a", "of-method"})
        OfClass ofClass() {
            return new OfClass();
        }

        @Bean
        @ClusterTags("in-${zone}")
        Tagged ofInterface() {
            return new OfInterface();
        }

        @Bean
        @Lazy
        @ClusterTags("lazy")
        Object lazy() {
            throw new AssertionError("nobody wants it");
        }

        @Bean
        @Scope("prototype")
        @ClusterTags("prototype")
        Object prototype() {
            throw new AssertionError("nobody wants it");
        }

        @Bean
        @ClusterTags("factory")
        static FactoryBean<String> factory() {
            return new FactoryBean<>() {
                @Override
                public String getObject() {
                    throw new AssertionError("nobody wants it");
                }

                @Override
                public Class<?> getObjectType() {
                    return String.class;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Contributors {
        @Bean
        @Order(2)
        ClusterTagsContributor later() {
            return () -> List.of("second", "b");
        }

        @Bean
        @Order(1)
        ClusterTagsContributor earlier() {
            return () -> List.of("first");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Empty {
        @Bean
        @ClusterTags("${nothing:}")
        Object empty() {
            return new Object();
        }
    }
}
