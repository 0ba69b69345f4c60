package io.clusterkit.boot.autoconfigure.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** Properties of members as instances of services, for Spring Cloud. */
@ConfigurationProperties("cluster.discovery")
public class ClusterDiscoveryProperties {
    /**
     * Whether members are found by Spring Cloud's DiscoveryClient.
     */
    private boolean enabled = true;

    /**
     * Whether this application announces itself as an instance, by its tags.
     */
    private boolean register = true;

    /**
     * Name of the service that this application is an instance of. By default "spring.application.name".
     */
    private @Nullable String name;

    /**
     * Host by which others reach this application, for example a name that its certificate is for. By default
     * "server.address" if that is one host's, else the address that its multicast comes from.
     */
    private @Nullable String host;

    /**
     * Port by which others reach this application, from 1 to 65535. By default the web server's.
     */
    private @Nullable Integer port;

    /**
     * Whether others reach this application by HTTPS. By default what "server.ssl" says.
     */
    private @Nullable Boolean secure;

    /**
     * What else others are told of this instance. All of it travels in one datagram, so keep it short.
     */
    private Map<String, String> metadata = new LinkedHashMap<>();

    /**
     * Place among several discovery clients; lower ones are asked first.
     */
    private int order = DiscoveryClient.DEFAULT_ORDER;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public boolean isRegister() {
        return register;
    }

    public void setRegister(boolean register) {
        this.register = register;
    }

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable String getHost() {
        return host;
    }

    public void setHost(@Nullable String host) {
        this.host = host;
    }

    public @Nullable Integer getPort() {
        return port;
    }

    public void setPort(@Nullable Integer port) {
        this.port = port;
    }

    public @Nullable Boolean getSecure() {
        return secure;
    }

    public void setSecure(@Nullable Boolean secure) {
        this.secure = secure;
    }

    public Map<String, String> getMetadata() {
        return metadata;
    }

    public void setMetadata(Map<String, String> metadata) {
        this.metadata = metadata;
    }

    public int getOrder() {
        return order;
    }

    public void setOrder(int order) {
        this.order = order;
    }
}
