package io.clusterkit.boot.autoconfigure.cloud;

import io.clusterkit.Cluster;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A {@link ReactiveDiscoveryClient} that knows the members of a cluster. Never blocks. */
public class ClusterReactiveDiscoveryClient implements ReactiveDiscoveryClient {
    private final ClusterServices services;
    private final int order;

    /**
     * A client.
     *
     * @param order place among several clients
     */
    public ClusterReactiveDiscoveryClient(Cluster cluster, int order) {
        this.services = new ClusterServices(cluster);
        this.order = order;
    }

    @Override
    public String description() {
        return "Cluster Reactive Discovery Client";
    }

    @Override
    public Flux<ServiceInstance> getInstances(String serviceId) {
        return Flux.defer(() -> Flux.fromIterable(services.instances(serviceId)));
    }

    @Override
    public Flux<String> getServices() {
        return Flux.defer(() -> Flux.fromIterable(services.names()));
    }

    /** Does nothing: what it knows is in memory. */
    @Override
    public Mono<Void> reactiveProbe() {
        return Mono.empty();
    }

    @Override
    public int getOrder() {
        return order;
    }
}
