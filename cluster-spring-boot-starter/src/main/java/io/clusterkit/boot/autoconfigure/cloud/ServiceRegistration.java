package io.clusterkit.boot.autoconfigure.cloud;

import io.clusterkit.Cluster;
import io.clusterkit.boot.autoconfigure.InvalidClusterPropertyException;
import io.clusterkit.member.TagEdit;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Announces this application as an instance of a service, once its port is known. Thread-safe. */
final class ServiceRegistration implements InitializingBean {
    /** What all tags of the instance may take of a datagram, which has other things to carry. */
    private static final int PART_OF_DATAGRAM = 2;

    private final Cluster cluster;
    private final ClusterDiscoveryProperties properties;
    private final String name;
    private final @Nullable String host;
    private final boolean secure;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private int port;

    ServiceRegistration(Cluster cluster, ClusterDiscoveryProperties properties, Environment environment) {
        this.cluster = cluster;
        this.properties = properties;
        this.name = StringUtils.hasText(properties.getName())
                ? properties.getName()
                : environment.getProperty("spring.application.name", "application");
        this.host = StringUtils.hasText(properties.getHost()) ? properties.getHost() : boundHost(environment);
        this.secure = properties.getSecure() == null ? isSecure(environment) : properties.getSecure();
        String contextPath = environment.getProperty(
                "server.servlet.context-path", environment.getProperty("spring.webflux.base-path", ""));
        if (StringUtils.hasText(contextPath)) {
            metadata.put("context-path", contextPath);
        }
        metadata.putAll(properties.getMetadata());
    }

    /** A port that is configured is known before there is a server. */
    @Override
    public void afterPropertiesSet() {
        Integer configured = properties.getPort();
        if (configured != null) {
            if (configured < 1 || configured > 65_535) {
                throw invalid("cluster.discovery.port", configured, "it must be from 1 to 65535");
            }
            serverPort(configured);
        }
        List<String> longest = new ServiceTags(name, host, 65_535, secure, metadata).write();
        int bytes = longest.stream()
                .mapToInt(tag -> tag.getBytes(StandardCharsets.UTF_8).length + 1)
                .sum();
        int most = cluster.options().multicast().maxDatagramBytes() / PART_OF_DATAGRAM;
        if (bytes > most) {
            throw invalid(
                    "cluster.discovery.metadata",
                    properties.getMetadata(),
                    "with it the instance takes " + bytes + " bytes of a datagram, and may take " + most
                            + ", half of cluster.max-datagram-size");
        }
    }

    /** The web server listens on this port, unless another is configured. */
    synchronized void serverStarted(int port) {
        if (properties.getPort() == null) {
            serverPort(port);
        }
    }

    /** The management server listens on this port, which is another than the web server's. */
    synchronized void managementServerStarted(int port) {
        metadata.putIfAbsent("management.port", String.valueOf(port));
        announce();
    }

    private synchronized void serverPort(int port) {
        this.port = port;
        announce();
    }

    private void announce() {
        if (port > 0) {
            cluster.tags(TagEdit.edit()
                    .remove(cluster.tags().asList().stream()
                            .filter(ServiceTags::isOne)
                            .toArray(String[]::new))
                    .append(new ServiceTags(name, host, port, secure, metadata)
                            .write()
                            .toArray(String[]::new)));
        }
    }

    /** The one address that the web server is bound to; null if it is bound to all. */
    private static @Nullable String boundHost(Environment environment) {
        String address = environment.getProperty("server.address", "");
        boolean all = address.isBlank() || address.equals("0.0.0.0") || address.equals("::");
        return all ? null : address;
    }

    /** As Boot has it: any property below {@code server.ssl} means HTTPS unless {@code enabled} says no. */
    private static boolean isSecure(Environment environment) {
        BindResult<Map<String, String>> ssl =
                Binder.get(environment).bind("server.ssl", Bindable.mapOf(String.class, String.class));
        return ssl.isBound() && !"false".equalsIgnoreCase(ssl.get().get("enabled"));
    }

    private static InvalidClusterPropertyException invalid(String property, Object value, String reason) {
        return new InvalidClusterPropertyException(
                property,
                value,
                reason,
                "Change '" + property + "', or remove it.",
                new IllegalArgumentException(property + ": " + reason));
    }
}
