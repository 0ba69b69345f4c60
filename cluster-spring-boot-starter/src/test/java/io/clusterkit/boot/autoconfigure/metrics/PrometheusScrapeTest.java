package io.clusterkit.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import io.clusterkit.packet.Payload;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** What Prometheus scrapes of an application, and what the documentation promises. */
class PrometheusScrapeTest {
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? ([0-9.Ee+-]+|NaN)");

    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private ConfigurableApplicationContext context = new GenericApplicationContext();

    @BeforeEach
    void start() throws InterruptedException {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=0",
                        "cluster.metrics.max-query-names=2",
                        "cluster.multiplexers.chat.address=127.0.0.1",
                        "management.endpoints.web.exposure.include=prometheus")
                .initializers(starting -> ((GenericApplicationContext) starting)
                        .registerBean("testNetwork", ClusterCustomizer.class, network::customizer))
                .run();
        Cluster self = context.getBean(Cluster.class);
        Cluster other = network.joinAndMeetOne(options -> options.onQuery(request -> Payload.of("answer")));
        await().until(() -> self.members().size() == 1);
        other.query("quote").data("ACME").ask().await();
        other.query("broken").ask().await();
        self.query().ask().await();
        self.query("first").ask().await();
        self.query("second").ask().await();
        self.query("third").ask().await();
        assertThat(self.event().data("news").send().join().isAllSent()).isTrue();
        assertThat(other.event().data("news").send().join().isAllSent()).isTrue();
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void aScrapeTellsTheFigures() {
        await().untilAsserted(() -> {
            Map<String, Double> scraped = scrape();
            assertThat(scraped)
                    .containsEntry("cluster_members{state=alive}", 1.0)
                    .containsEntry("cluster_members{state=suspect}", 0.0)
                    .containsEntry("cluster_packets_total{direction=in,protocol=u,type=query}", 2.0)
                    .containsEntry("cluster_packets_total{direction=out,protocol=u,type=query}", 4.0)
                    .containsEntry("cluster_packets_total{direction=out,protocol=u,type=response}", 2.0)
                    .containsEntry("cluster_packets_total{direction=in,protocol=u,type=event}", 1.0)
                    .containsEntry("cluster_fallbacks_total{}", 0.0)
                    .containsEntry("cluster_queue_depth{queue=frames-t}", 0.0)
                    .containsEntry("cluster_queries_asked_seconds_count{error=none,name=none,outcome=answered}", 1.0)
                    .containsEntry("cluster_queries_handled_seconds_count{error=none,name=quote,outcome=answered}", 1.0)
                    .containsEntry(
                            "cluster_queries_handled_seconds_count{error=IllegalStateException,name=broken,outcome=failed}",
                            1.0)
                    .containsEntry("cluster_queries_asked_seconds_count{error=none,name=other,outcome=failed}", 3.0)
                    .containsEntry("cluster_events_sent_seconds_count{error=none,outcome=sent}", 1.0)
                    .containsEntry("cluster_events_received_seconds_count{error=none,outcome=handled}", 1.0)
                    .containsEntry("cluster_multiplexer_clients{multiplexer=chat}", 0.0);
            assertThat(scraped.get("cluster_packets_dropped_total{reason=own}")).isPositive();
            assertThat(scraped.get("cluster_bytes_total{direction=in,protocol=u}"))
                    .isPositive();
            assertThat(scraped.get("cluster_sends_total{outcome=sent}")).isPositive();
        });
    }

    @Test
    void theDocumentationNamesEveryMeterWithItsTags() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/observability.md"))) {
            Matcher row = Pattern.compile("\\| `(cluster\\.[a-z.]+)` \\| (\\w[\\w ]*) \\| ([^|]*) \\|.*")
                    .matcher(line);
            if (row.matches()) {
                documented.put(
                        row.group(1),
                        Pattern.compile("`([^`]+)`")
                                .matcher(row.group(3))
                                .results()
                                .map(each -> each.group(1))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        await().untilAsserted(() -> {
            Map<String, Set<String>> registered = new TreeMap<>();
            for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
                if (meter.getId().getName().startsWith("cluster.")) {
                    registered
                            .computeIfAbsent(meter.getId().getName(), name -> new TreeSet<>())
                            .addAll(meter.getId().getTags().stream()
                                    .map(Tag::getKey)
                                    .toList());
                }
            }
            assertThat(documented).isEqualTo(registered);
        });
    }

    /** Samples by name and sorted tags. */
    private Map<String, Double> scrape() throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/prometheus"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        Map<String, Double> samples = new LinkedHashMap<>();
        for (String line : response.body().lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (!line.startsWith("#") && sample.matches()) {
                String tags = sample.group(2) == null ? "" : sample.group(2).replace("\"", "");
                String sorted = Arrays.stream(tags.split(",")).sorted().collect(Collectors.joining(","));
                samples.put(sample.group(1) + "{" + sorted + "}", Double.valueOf(sample.group(3)));
            }
        }
        return samples;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @QueryHandler("quote")
        String quote(String symbol) {
            return symbol + " 42";
        }

        @QueryHandler("broken")
        String broken() {
            throw new IllegalStateException("no price");
        }

        @ClusterEventListener
        void heard(String text) {}
    }
}
