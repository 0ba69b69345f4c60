package io.clusterkit.boot.autoconfigure.cloud;

import io.clusterkit.member.MemberId;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.cloud.client.ServiceInstance;

/**
 * A member as an instance of a service. Its metadata has, beside what the member told, its {@code sid} and {@code hid}.
 *
 * @param id who it is
 * @param serviceId the service
 * @param host by which it is reached
 * @param port by which it is reached
 * @param secure whether it speaks HTTPS
 * @param metadata what else is known
 */
public record ClusterServiceInstance(
        MemberId id, String serviceId, String host, int port, boolean secure, Map<String, String> metadata)
        implements ServiceInstance {

    public ClusterServiceInstance {
        metadata = Map.copyOf(metadata);
    }

    static ClusterServiceInstance of(MemberId id, ServiceTags tags, String address) {
        Map<String, String> metadata = new LinkedHashMap<>(tags.metadata());
        metadata.put("sid", id.sid());
        metadata.put("hid", id.hid());
        String host = tags.host() == null ? address : tags.host();
        return new ClusterServiceInstance(id, tags.name(), host, tags.port(), tags.secure(), metadata);
    }

    @Override
    public String getInstanceId() {
        return id.uuid();
    }

    @Override
    public String getServiceId() {
        return serviceId;
    }

    /** An IPv6 address stands in brackets, as URIs have it. */
    @Override
    public String getHost() {
        return host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String getScheme() {
        return secure ? "https" : "http";
    }

    @Override
    public URI getUri() {
        return URI.create(getScheme() + "://" + getHost() + ":" + port);
    }

    @Override
    public Map<String, String> getMetadata() {
        return metadata;
    }
}
