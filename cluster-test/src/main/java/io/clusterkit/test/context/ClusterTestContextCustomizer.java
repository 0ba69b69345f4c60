package io.clusterkit.test.context;

import io.clusterkit.test.ClusterTime;
import io.clusterkit.test.TestCluster;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Adds the network to a test's context, and puts the application's member on it. Part of the context's key in the cache.
 * Definitions by class and method, not by instance, so that they survive AOT processing.
 */
record ClusterTestContextCustomizer(ClusterTime time, long seed) implements ContextCustomizer {
    static final String NETWORK = "testCluster";
    private static final String STARTER = "io.clusterkit.boot.autoconfigure.ClusterCustomizer";

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        if (!(context.getBeanFactory() instanceof BeanDefinitionRegistry registry)) {
            throw new IllegalStateException("@ClusterTest needs a context that takes bean definitions");
        }
        RootBeanDefinition network = new RootBeanDefinition(TestCluster.class);
        network.setFactoryMethodName("create");
        network.getConstructorArgumentValues().addIndexedArgumentValue(0, time);
        network.getConstructorArgumentValues().addIndexedArgumentValue(1, seed);
        network.setDestroyMethodName("close");
        registry.registerBeanDefinition(NETWORK, network);
        if (ClassUtils.isPresent(STARTER, context.getClassLoader())) {
            registry.registerBeanDefinition(
                    "testClusterCustomizer", new RootBeanDefinition(TestClusterCustomizer.class));
        }
    }
}
