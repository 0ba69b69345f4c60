package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.ClusterOptions;
import io.clusterkit.boot.autoconfigure.multiplexer.MultiplexerProperties;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClusterPropertiesTest {
    private final ClusterProperties defaults = new ClusterProperties();

    @Test
    void withoutPropertiesTheOptionsAreTheCoresDefaults() {
        ClusterOptions options = new ClusterPropertiesMapper(defaults).options(Stream.empty());

        assertThat(options)
                .usingRecursiveComparison()
                .withEqualsForType(InetAddress::equals, InetAddress.class)
                .isEqualTo(ClusterOptions.builder().build());
    }

    @Test
    void eachPropertyBecomesAnOption() {
        ClusterProperties properties = bind(Map.ofEntries(
                Map.entry("cluster.address", "239.1.2.3"),
                Map.entry("cluster.port", "24000"),
                Map.entry("cluster.remote", "3"),
                Map.entry("cluster.ttl", "1m"),
                Map.entry("cluster.heartbeat", "20s"),
                Map.entry("cluster.channels", "7,9"),
                Map.entry("cluster.tags", "quotes,eu"),
                Map.entry("cluster.protocols", "c,t"),
                Map.entry("cluster.required-protocols", "c"),
                Map.entry("cluster.interfaces", "eth*,10.0.0.0/8"),
                Map.entry("cluster.max-members", "50"),
                Map.entry("cluster.query.timeout", "2s"),
                Map.entry("cluster.send.protocols", "t,c"),
                Map.entry("cluster.send.multicast-fallback", "false"),
                Map.entry("cluster.send.multicast-above", "9"),
                Map.entry("cluster.send.reports", "false"),
                Map.entry("cluster.send.retry-delay", "90s"),
                Map.entry("cluster.send.max-retry-delay", "2m"),
                Map.entry("cluster.protocol.multicast.receive-buffer-size", "1MB"),
                Map.entry("cluster.protocol.tcp.port", "4711"),
                Map.entry("cluster.protocol.tcp.bind-address", "127.0.0.1"),
                Map.entry("cluster.protocol.tcp.connect-timeout", "11ms"),
                Map.entry("cluster.protocol.tcp.write-timeout", "12ms"),
                Map.entry("cluster.protocol.tcp.idle-timeout", "13ms"),
                Map.entry("cluster.protocol.tcp.max-connections", "14"),
                Map.entry("cluster.protocol.tcp.max-queued-packets", "15"),
                Map.entry("cluster.protocol.tcp.max-queued-size", "2MB"),
                Map.entry("cluster.protocol.tcp.backlog", "16"),
                Map.entry("cluster.protocol.unix.path", "/run/x/m.sock"),
                Map.entry("cluster.protocol.unix.connect-timeout", "21ms"),
                Map.entry("cluster.protocol.unix.write-timeout", "22ms"),
                Map.entry("cluster.protocol.unix.idle-timeout", "23ms"),
                Map.entry("cluster.protocol.unix.max-connections", "24"),
                Map.entry("cluster.protocol.unix.max-queued-packets", "25"),
                Map.entry("cluster.protocol.unix.max-queued-size", "3MB"),
                Map.entry("cluster.protocol.unix.backlog", "26"),
                Map.entry("cluster.max-datagram-size", "8KB"),
                Map.entry("cluster.max-packet-size", "1MB")));

        ClusterOptions options = new ClusterPropertiesMapper(properties).options(Stream.empty());

        assertThat(options)
                .usingRecursiveComparison()
                .withEqualsForType(InetAddress::equals, InetAddress.class)
                .withEqualsForType(Path::equals, Path.class)
                .isEqualTo(ClusterOptions.builder()
                        .address("239.1.2.3")
                        .port(24_000)
                        .remote(3)
                        .ttl(Duration.ofMinutes(1))
                        .heartbeat(Duration.ofSeconds(20))
                        .channels(7, 9)
                        .tags("quotes", "eu")
                        .protocols("c", "t")
                        .required("c")
                        .interfaces("eth*", "10.0.0.0/8")
                        .maxMembers(50)
                        .queryTimeout(Duration.ofSeconds(2))
                        .send(send -> send.protocols("t", "c")
                                .multicastFallback(false)
                                .multicastAbove(9)
                                .reports(false)
                                .retryDelay(Duration.ofSeconds(90))
                                .maxRetryDelay(Duration.ofMinutes(2)))
                        .multicast(multicast -> multicast.receiveBufferBytes(1 << 20))
                        .tcp(tcp -> tcp.port(4711)
                                .bindAddress(InetAddress.getLoopbackAddress())
                                .connectTimeout(Duration.ofMillis(11))
                                .writeTimeout(Duration.ofMillis(12))
                                .idleTimeout(Duration.ofMillis(13))
                                .maxConnections(14)
                                .maxQueuedFrames(15)
                                .maxQueuedBytes(2 << 20)
                                .backlog(16))
                        .unix(unix -> unix.path(Path.of("/run/x/m.sock"))
                                .connectTimeout(Duration.ofMillis(21))
                                .writeTimeout(Duration.ofMillis(22))
                                .idleTimeout(Duration.ofMillis(23))
                                .maxConnections(24)
                                .maxQueuedFrames(25)
                                .maxQueuedBytes(3 << 20)
                                .backlog(26))
                        .maxDatagramBytes(8192)
                        .maxFrameBytes(1 << 20)
                        .build());
    }

    @Test
    void theNameBecomesAnOption() {
        ClusterOptions options =
                new ClusterPropertiesMapper(bind(Map.of("cluster.name", "orders"))).options(Stream.empty());

        assertThat(options)
                .usingRecursiveComparison()
                .withEqualsForType(InetAddress::equals, InetAddress.class)
                .isEqualTo(ClusterOptions.builder().name("orders").build());
    }

    @Test
    void protocolsThatAreAskedForAreRequired() {
        assertThat(required(Map.of("cluster.port", "24000"))).isEmpty();
        assertThat(required(Map.of("cluster.protocols", "u,c"))).containsExactly("u");
        assertThat(required(Map.of("cluster.protocol.tcp.port", "4711"))).containsExactly("t");
        assertThat(required(Map.of("cluster.protocol.tcp.bind-address", "127.0.0.1")))
                .containsExactly("t");
        assertThat(required(Map.of("cluster.protocol.unix.path", "/run/x/m.sock")))
                .containsExactly("u");
        assertThat(required(Map.of("cluster.interfaces", "eth0"))).containsExactly("c");
        assertThat(required(Map.of("cluster.protocols", "t", "cluster.protocol.unix.path", "/run/x/m.sock")))
                .containsExactly("t");
        assertThat(required(Map.of("cluster.protocols", "u,t", "cluster.required-protocols", "")))
                .isEmpty();
        assertThat(required(Map.of("cluster.required-protocols", "c,t"))).containsExactly("c", "t");
    }

    @Test
    void everyPropertyHasADescription() throws IOException {
        for (JsonNode property : metadata().get("properties")) {
            assertThat(property.path("description").asString(""))
                    .as("description of %s", property.get("name"))
                    .endsWith(".");
            assertThat(property.path("type").asString(""))
                    .as("type of %s", property.get("name"))
                    .isNotEmpty();
        }
    }

    @Test
    void defaultsInTheMetadataBindToTheDefaults() throws IOException {
        Map<String, String> inMetadata = defaultsInMetadata("cluster.", "cluster.multiplexers.");

        assertThat(inMetadata)
                .containsEntry("cluster.address", ClusterOptions.DEFAULT_ADDRESS)
                .containsEntry("cluster.port", String.valueOf(ClusterOptions.DEFAULT_PORT))
                .containsEntry("cluster.protocols", "u,t,c")
                .containsKeys("cluster.max-packet-size", "cluster.protocol.tcp.max-connections");
        // Not bound: to set them, be it to the default, contradicts a name, or says what is required.
        inMetadata.keySet().removeAll(List.of("cluster.address", "cluster.port", "cluster.protocols"));
        assertThat(bind(inMetadata)).usingRecursiveComparison().isEqualTo(defaults);
    }

    @Test
    void defaultsOfMultiplexersInTheMetadataBindToTheDefaults() throws IOException {
        Map<String, String> inMetadata = new TreeMap<>();
        defaultsInMetadata("cluster.multiplexers.*.", "none")
                .forEach((name, value) -> inMetadata.put(name.replace("*", "chat"), value));

        MultiplexerProperties bound = new Binder(new MapConfigurationPropertySource(inMetadata))
                .bind("cluster.multiplexers.chat", MultiplexerProperties.class)
                .get();

        assertThat(inMetadata)
                .containsKeys("cluster.multiplexers.chat.client-buffer-size", "cluster.multiplexers.chat.log-level");
        assertThat(bound).usingRecursiveComparison().isEqualTo(new MultiplexerProperties());
    }

    @Test
    void hintsAreOfPropertiesThatExist() throws IOException {
        List<String> names = new ArrayList<>();
        metadata()
                .get("properties")
                .forEach(property -> names.add(property.get("name").asString()));

        for (JsonNode hint : metadata().get("hints")) {
            assertThat(names).contains(hint.get("name").asString());
        }
    }

    private static Collection<String> required(Map<String, String> properties) {
        return new RequiredProtocols(bind(properties)).ids();
    }

    private static Map<String, String> defaultsInMetadata(String prefix, String without) throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        for (JsonNode property : metadata().get("properties")) {
            String name = property.get("name").asString();
            JsonNode value = property.path("defaultValue");
            if (name.startsWith(prefix) && !name.startsWith(without) && !value.isMissingNode()) {
                defaults.put(name, value.isArray() ? join(value) : value.asString());
            }
        }
        return defaults;
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream metadata =
                ClusterProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return JsonMapper.shared().readTree(metadata);
        }
    }

    private static String join(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asString()));
        return String.join(",", values);
    }

    private static ClusterProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bind("cluster", ClusterProperties.class)
                .get();
    }
}
