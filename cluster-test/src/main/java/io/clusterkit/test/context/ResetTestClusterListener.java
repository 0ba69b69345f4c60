package io.clusterkit.test.context;

import io.clusterkit.test.TestCluster;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** After each test the network is as it was before. */
final class ResetTestClusterListener implements TestExecutionListener, Ordered {
    @Override
    public void afterTestMethod(TestContext test) {
        if (test.hasApplicationContext()) {
            ApplicationContext context = test.getApplicationContext();
            if (context.containsBean(ClusterTestContextCustomizer.NETWORK)) {
                context.getBean(TestCluster.class).reset();
            }
        }
    }

    /** In the stage after a test the last runs first: before the context may be closed as dirty. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE - 100;
    }
}
