package io.clusterkit.boot;

import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import io.clusterkit.protocol.memory.MemoryNetwork;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.SteppedRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A network in memory for one test: contexts and plain members on it find each other, and nobody else does. */
public final class TestNetwork implements AutoCloseable {
    private final ClusterRuntime runtime;
    private final MemoryNetwork network;
    private final MemoryNetwork.MemoryHost host;
    private final List<Cluster> joined = new ArrayList<>();

    /** On the system's time. */
    public TestNetwork() {
        this(ClusterRuntime.system());
    }

    /** On this time; what is stepped the test moves on. */
    public TestNetwork(ClusterRuntime runtime) {
        this.runtime = runtime;
        this.network = new MemoryNetwork(runtime);
        this.host = network.host();
    }

    public MemoryNetwork.MemoryHost host() {
        return host;
    }

    /** Puts a context's member on this network. */
    public ClusterCustomizer customizer() {
        return options -> {
            options.host(host)
                    .protocol("u", host.localStream())
                    .protocol("c", host.beacon())
                    .protocol("t", host.stream());
            if (runtime instanceof SteppedRuntime stepped) {
                options.runtime(stepped).handlerExecutor(stepped.newPool("handler", 1, 1));
            }
        };
    }

    /** Contexts with the member's auto-configuration alone, whose members leave without draining: that takes 50 ms each. */
    public ApplicationContextRunner contexts() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class))
                .withPropertyValues("cluster.drain-timeout=0")
                .withBean("testNetwork", ClusterCustomizer.class, this::customizer);
    }

    /** A member without Spring that is not started. */
    public Cluster create() {
        ClusterOptions.Builder options = ClusterOptions.builder();
        customizer().customize(options);
        return Cluster.create(options.build());
    }

    /** A member without Spring. */
    public Cluster join(Consumer<ClusterOptions.Builder> options) {
        Cluster member = Cluster.join(builder -> {
            customizer().customize(builder);
            options.accept(builder);
        });
        joined.add(member);
        return member;
    }

    /** A member without Spring that knows one other by now. */
    public Cluster joinAndMeetOne(Consumer<ClusterOptions.Builder> options) {
        Cluster member = join(options);
        await().until(() -> member.members().size() == 1);
        return member;
    }

    @Override
    public void close() {
        joined.forEach(Cluster::close);
        network.close();
    }
}
