package io.clusterkit.test.context;

import io.clusterkit.ClusterOptions;
import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import io.clusterkit.test.TestCluster;
import org.springframework.core.Ordered;

/** Puts the application's member on the test's network, after all other customizers. */
final class TestClusterCustomizer implements ClusterCustomizer, Ordered {
    private final TestCluster network;

    TestClusterCustomizer(TestCluster network) {
        this.network = network;
    }

    @Override
    public void customize(ClusterOptions.Builder options) {
        network.host(options);
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
