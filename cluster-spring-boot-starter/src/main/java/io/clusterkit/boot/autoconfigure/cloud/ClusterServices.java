package io.clusterkit.boot.autoconfigure.cloud;

import io.clusterkit.Cluster;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The services of a cluster as its members' tags tell them, this member's among them. Asks nobody: all is in memory. */
final class ClusterServices {
    private final Cluster cluster;

    ClusterServices(Cluster cluster) {
        this.cluster = cluster;
    }

    /** By name. */
    List<String> names() {
        Set<String> names = new TreeSet<>();
        cluster.resolve().forEach(member -> addName(names, member.tags()));
        if (isInService()) {
            addName(names, cluster.tags());
        }
        return List.copyOf(names);
    }

    /** Those that take work: a draining member is none. This member's comes first. */
    List<ClusterServiceInstance> instances(String service) {
        List<ClusterServiceInstance> instances = new ArrayList<>();
        String tag = ServiceTags.tagOf(service);
        if (isInService() && cluster.tags().contains(tag)) {
            // Others know it by the address its packets come from; it reaches itself without the network.
            add(
                    instances,
                    cluster.id(),
                    cluster.tags(),
                    InetAddress.getLoopbackAddress().getHostAddress());
        }
        for (Member member : cluster.resolve(tag)) {
            add(instances, member.id(), member.tags(), member.address());
        }
        return instances;
    }

    private boolean isInService() {
        return cluster.isStarted() && !cluster.isDraining();
    }

    private static void addName(Set<String> names, Tags tags) {
        ServiceTags instance = ServiceTags.read(tags);
        if (instance != null) {
            names.add(instance.name());
        }
    }

    private static void add(List<ClusterServiceInstance> instances, MemberId id, Tags tags, String address) {
        ServiceTags instance = ServiceTags.read(tags);
        if (instance != null) {
            instances.add(ClusterServiceInstance.of(id, instance, address));
        }
    }
}
