package io.clusterkit;

import io.clusterkit.protocol.memory.MemoryNetwork;
import io.clusterkit.runtime.SteppedRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Members on a network in memory, on time that a test moves. */
final class SteppedCluster {
    final SteppedRuntime runtime;
    final MemoryNetwork network;
    private final MemoryNetwork.MemoryHost firstHost;

    SteppedCluster(long seed) {
        runtime = new SteppedRuntime(seed);
        network = new MemoryNetwork(runtime);
        firstHost = network.host();
    }

    /** A member on the first host. */
    Cluster join(Consumer<ClusterOptions.Builder> options) {
        return join(firstHost, options);
    }

    Cluster join(MemoryNetwork.MemoryHost host, Consumer<ClusterOptions.Builder> options) {
        ClusterOptions.Builder builder = ClusterOptions.builder()
                .runtime(runtime)
                .host(host)
                .protocols("t", "c")
                .protocol("c", host.beacon())
                .protocol("t", host.stream());
        options.accept(builder);
        return Cluster.join(builder.build());
    }

    List<Cluster> joinMany(int count, Consumer<ClusterOptions.Builder> options) {
        List<Cluster> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(join(options));
        }
        return members;
    }

    void advance(Duration step) {
        runtime.advance(step);
    }
}
