package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.ProtocolContext;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** Protocols of the application's own, as beans. */
class OwnProtocolTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts().withPropertyValues("cluster.protocols=x9,t,c");

    @Test
    void aFactoryMakesOneForEachStart() {
        contexts.withUserConfiguration(Factory.class).run(OwnProtocolTest::startsTwice);
    }

    @Test
    void aPrototypeIsMadeForEachStart() {
        contexts.withUserConfiguration(Prototype.class).run(OwnProtocolTest::startsTwice);
    }

    @Test
    void aSingletonServesOneStartAndTheNextSaysWhatToDo() {
        contexts.withUserConfiguration(Singleton.class).run(context -> {
            Cluster cluster = context.getBean(Cluster.class);
            assertThat(cluster.protocols()).containsExactly("x9", "t", "c");
            cluster.leave();
            assertThatThrownBy(cluster::start)
                    .hasMessageContaining("the bean 'own' is a singleton")
                    .hasMessageContaining("scope 'prototype'");
        });
    }

    @Test
    void oneThatIsNotNamedIsNotUsed() {
        network.contexts().withUserConfiguration(Factory.class).run(context -> assertThat(
                        context.getBean(Cluster.class).protocols())
                .containsExactly("u", "t", "c"));
    }

    private static void startsTwice(AssertableApplicationContext context) {
        Cluster cluster = context.getBean(Cluster.class);
        assertThat(cluster.protocols()).containsExactly("x9", "t", "c");
        cluster.leave();
        cluster.start();
        assertThat(cluster.protocols()).containsExactly("x9", "t", "c");
    }

    @Configuration(proxyBeanMethods = false)
    static class Factory {
        @Bean
        ClusterProtocolFactory own() {
            return ClusterProtocolFactory.of("x9", OnceOnly::new);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Prototype {
        @Bean
        @Scope("prototype")
        Protocol own() {
            return new OnceOnly();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Singleton {
        @Bean
        Protocol own() {
            return new OnceOnly();
        }
    }

    /** Reaches nobody, and is opened at most once. */
    static class OnceOnly implements Protocol {
        private boolean opened;

        @Override
        public String id() {
            return "x9";
        }

        @Override
        public void open(ProtocolContext context) throws IOException {
            if (opened) {
                throw new IOException("opened twice");
            }
            opened = true;
        }

        @Override
        public Map<String, String> props() {
            return Map.of("here", "1");
        }

        @Override
        public void send(Delivery delivery) {
            delivery.failed(new IOException("reaches nobody"));
        }

        @Override
        public void close() {
            opened = true;
        }
    }
}
