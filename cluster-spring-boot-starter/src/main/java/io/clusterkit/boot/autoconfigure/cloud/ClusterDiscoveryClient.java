package io.clusterkit.boot.autoconfigure.cloud;

import io.clusterkit.Cluster;
import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** A {@link DiscoveryClient} that knows the members of a cluster. Never blocks. */
public class ClusterDiscoveryClient implements DiscoveryClient {
    private final ClusterServices services;
    private final int order;

    /**
     * A client.
     *
     * @param order place among several clients
     */
    public ClusterDiscoveryClient(Cluster cluster, int order) {
        this.services = new ClusterServices(cluster);
        this.order = order;
    }

    @Override
    public String description() {
        return "Cluster Discovery Client";
    }

    @Override
    public List<ServiceInstance> getInstances(String serviceId) {
        return List.copyOf(services.instances(serviceId));
    }

    @Override
    public List<String> getServices() {
        return services.names();
    }

    /** Does nothing: what it knows is in memory. */
    @Override
    public void probe() {}

    @Override
    public int getOrder() {
        return order;
    }
}
