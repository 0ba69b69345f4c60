package io.clusterkit.test;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.protocol.memory.MemoryNetwork;
import java.util.function.Consumer;

/**
 * A host of a {@link TestCluster}: its members are local to each other, and remote to those of other hosts, whom they hear
 * only by the option {@code remote} of 1 or more, as in production.
 */
public final class TestHost {
    private final TestCluster cluster;
    private final MemoryNetwork.MemoryHost host;

    TestHost(TestCluster cluster, MemoryNetwork.MemoryHost host) {
        this.cluster = cluster;
        this.host = host;
    }

    /** As members of other hosts see it. */
    public String address() {
        return host.address();
    }

    /** A member with these tags joins. */
    public Cluster join(String... tags) {
        return join(options -> options.tags(tags));
    }

    /** A member with this tag joins. */
    public Cluster join(String tag, Consumer<ClusterOptions.Builder> options) {
        return join(each -> options.accept(each.tags(tag)));
    }

    /** A member joins. Its transports, time and host are those of the test cluster, whatever the options say. */
    public Cluster join(Consumer<ClusterOptions.Builder> options) {
        ClusterOptions.Builder builder = ClusterOptions.builder();
        options.accept(builder);
        place(builder);
        return cluster.join(builder.build());
    }

    /** The transports of this host, by the same ids as the real ones. */
    void place(ClusterOptions.Builder options) {
        options.host(host)
                .runtime(cluster.runtime())
                .protocol("u", host.localStream())
                .protocol("t", host.stream())
                .protocol("c", host.beacon());
    }
}
