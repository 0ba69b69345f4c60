package io.clusterkit.boot.autoconfigure.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.boot.Patience;
import io.clusterkit.multiplexer.MultiplexerExitFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Multiplexers beside a real web server: they are open only while it serves. */
class MultiplexersWebServerTest {
    @Test
    void aMultiplexerOpensWhenTheWebServerServesAndClosesWhileItStillDoes() throws IOException {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.jmx.enabled=false",
                        "cluster.enabled=false",
                        "cluster.multiplexers.chat.address=127.0.0.1")
                .run();
        List<String> history = context.getBean(History.class).lines;
        try (context) {
            assertThat(history).containsExactly("before it opens: not open, web server says pong");
            Multiplexers multiplexers = context.getBean(Multiplexers.class);
            try (Socket client = new Socket(
                    InetAddress.getLoopbackAddress(), multiplexers.get("chat").port())) {
                await().until(() -> multiplexers.stats("chat").clients() == 1);

                context.close();

                client.setSoTimeout((int) Patience.LIMIT.toMillis());
                assertThat(client.getInputStream().read()).isNegative();
            }
        }

        assertThat(history)
                .containsExactly(
                        "before it opens: not open, web server says pong",
                        "its client leaves: open, web server says pong",
                        "when it is closed: not open, web server says pong");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Application {
        @GetMapping("/ping")
        String ping() {
            return "pong";
        }

        @Bean
        History history(Environment environment, Multiplexers multiplexers) {
            return new History(environment, multiplexers);
        }

        @Bean
        MultiplexerExitFilter leaving(ObjectProvider<History> history) {
            return client -> history.getObject().note("its client leaves");
        }
    }

    /** Starts just before the multiplexers and stops just after them. */
    static class History implements SmartLifecycle {
        final List<String> lines = new CopyOnWriteArrayList<>();

        private final Environment environment;
        private final Multiplexers multiplexers;
        private volatile boolean running;

        History(Environment environment, Multiplexers multiplexers) {
            this.environment = environment;
            this.multiplexers = multiplexers;
        }

        void note(String when) {
            lines.add(when + ": " + (multiplexers.find("chat").isPresent() ? "open" : "not open") + ", web server says "
                    + ping());
        }

        @Override
        public void start() {
            note("before it opens");
            running = true;
        }

        @Override
        public void stop() {
            note("when it is closed");
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return DEFAULT_PHASE - 1;
        }

        private String ping() {
            URI uri = URI.create("http://localhost:" + environment.getProperty("local.server.port", "0") + "/ping");
            try {
                return HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
            } catch (IOException | IllegalArgumentException failure) {
                return failure.toString();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return interrupted.toString();
            }
        }
    }
}
