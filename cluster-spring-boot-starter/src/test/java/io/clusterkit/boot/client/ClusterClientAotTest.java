package io.clusterkit.boot.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import io.clusterkit.boot.autoconfigure.client.ClusterClientAutoConfiguration;
import io.clusterkit.boot.client.QuoteConverter.Quote;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** What a native image is told of clients when the context is processed ahead of time. */
class ClusterClientAotTest {
    @Test
    void proxiesMethodsAndTypesOfClientsAreKnown() throws Exception {
        RuntimeHints hints = process(Application.class);

        for (Class<?> client : List.of(Registered.class, ByHand.class)) {
            assertThat(RuntimeHintsPredicates.proxies().forInterfaces(client)).accepts(hints);
            assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(client.getMethod("price", String.class)))
                    .accepts(hints);
        }
        assertThat(RuntimeHintsPredicates.reflection().onType(Quote.class)).accepts(hints);
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(NotAsking.class))
                .rejects(hints);
    }

    private static RuntimeHints process(Class<?> configuration) {
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("test", "Application")), new InMemoryGeneratedFiles());
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(configuration);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();
        return generation.getRuntimeHints();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ClusterAutoConfiguration.class, ClusterClientAutoConfiguration.class})
    @EnableClusterClients(clients = Registered.class)
    static class Application {
        @Bean
        ByHand byHand(ClusterClients clients) {
            return clients.create(ByHand.class);
        }

        @Bean
        NotAsking notAsking() {
            return () -> {};
        }
    }

    interface Registered {
        @ClusterQuery("quote")
        List<Answer<Quote>> quotes(String symbol);

        default int price(String symbol) {
            return quotes(symbol).size();
        }
    }

    interface ByHand {
        @ClusterQuery("quote")
        Quote quote(String symbol);

        default int price(String symbol) {
            return quote(symbol).price();
        }
    }

    interface NotAsking {
        void run();
    }
}
