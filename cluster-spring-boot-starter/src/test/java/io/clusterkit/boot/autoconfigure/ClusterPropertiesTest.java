package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.ClusterOptions;
import io.clusterkit.codec.PacketCodec;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
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
    void defaultsAreTheCoresConstants() {
        assertThat(defaults.isEnabled()).isTrue();
        assertThat(defaults.getAddress()).isEqualTo(ClusterOptions.DEFAULT_ADDRESS);
        assertThat(defaults.getPort()).isEqualTo(ClusterOptions.DEFAULT_PORT);
        assertThat(defaults.getTtl()).isEqualTo(ClusterOptions.DEFAULT_TTL);
        assertThat(defaults.getHeartbeat()).isNull();
        assertThat(defaults.getQuery().getTimeout()).isEqualTo(ClusterOptions.DEFAULT_QUERY_TIMEOUT);
        assertThat(defaults.getMaxDatagramSize().toBytes()).isEqualTo(ClusterOptions.DEFAULT_MAX_DATAGRAM_BYTES);
        assertThat(defaults.getMaxPacketSize().toBytes()).isEqualTo(PacketCodec.DEFAULT_MAX_FRAME_BYTES);
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
                Map.entry("cluster.interfaces", "eth*,10.0.0.0/8"),
                Map.entry("cluster.query.timeout", "2s"),
                Map.entry("cluster.max-datagram-size", "8KB"),
                Map.entry("cluster.max-packet-size", "1MB")));

        ClusterOptions options = new ClusterPropertiesMapper(properties).options(Stream.empty());

        assertThat(options)
                .usingRecursiveComparison()
                .withEqualsForType(InetAddress::equals, InetAddress.class)
                .isEqualTo(ClusterOptions.builder()
                        .address("239.1.2.3")
                        .port(24_000)
                        .remote(3)
                        .ttl(Duration.ofMinutes(1))
                        .heartbeat(Duration.ofSeconds(20))
                        .channels(7, 9)
                        .tags("quotes", "eu")
                        .protocols("c", "t")
                        .interfaces("eth*", "10.0.0.0/8")
                        .queryTimeout(Duration.ofSeconds(2))
                        .maxDatagramBytes(8192)
                        .maxFrameBytes(1 << 20)
                        .build());
    }

    @Test
    void everyPropertyHasADescription() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode property : metadata().get("properties")) {
            names.add(property.get("name").asString());
            assertThat(property.path("description").asString(""))
                    .as("description of %s", property.get("name"))
                    .endsWith(".");
        }

        assertThat(names)
                .filteredOn(name -> name.startsWith("cluster."))
                .containsExactlyInAnyOrder(
                        "cluster.address",
                        "cluster.channels",
                        "cluster.discovery.enabled",
                        "cluster.discovery.host",
                        "cluster.discovery.metadata",
                        "cluster.discovery.name",
                        "cluster.discovery.order",
                        "cluster.discovery.port",
                        "cluster.discovery.register",
                        "cluster.discovery.secure",
                        "cluster.drain-timeout",
                        "cluster.enabled",
                        "cluster.heartbeat",
                        "cluster.interfaces",
                        "cluster.max-datagram-size",
                        "cluster.max-packet-size",
                        "cluster.multiplexers",
                        "cluster.port",
                        "cluster.protocols",
                        "cluster.query.error-details",
                        "cluster.query.timeout",
                        "cluster.remote",
                        "cluster.tags",
                        "cluster.ttl");
        assertThat(names).contains("management.health.cluster.enabled", "management.endpoint.cluster.access");
    }

    @Test
    void defaultsInTheMetadataBindToTheDefaults() throws IOException {
        Map<String, String> inMetadata = new TreeMap<>();
        for (JsonNode property : metadata().get("properties")) {
            String name = property.get("name").asString();
            JsonNode value = property.path("defaultValue");
            if (name.startsWith("cluster.") && !value.isMissingNode()) {
                inMetadata.put(name, value.isArray() ? join(value) : value.asString());
            }
        }

        assertThat(inMetadata).containsKeys("cluster.port", "cluster.protocols", "cluster.max-packet-size");
        assertThat(bind(inMetadata)).usingRecursiveComparison().isEqualTo(defaults);
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
