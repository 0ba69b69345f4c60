package io.clusterkit.boot.autoconfigure.client;

import io.clusterkit.boot.client.ClusterClientRegistrar;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the clients in the application's packages, but none for an interface that the application has a bean of
 * already: one made by hand, or one that stands in for it.
 */
final class AutoConfiguredClusterClientsRegistrar implements ImportBeanDefinitionRegistrar {
    private static final Logger log = LoggerFactory.getLogger(AutoConfiguredClusterClientsRegistrar.class);

    private final BeanFactory beanFactory;
    private final Environment environment;
    private final ResourceLoader resourceLoader;

    AutoConfiguredClusterClientsRegistrar(
            BeanFactory beanFactory, Environment environment, ResourceLoader resourceLoader) {
        this.beanFactory = beanFactory;
        this.environment = environment;
        this.resourceLoader = resourceLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        if (!AutoConfigurationPackages.has(beanFactory)) {
            log.debug("the application has no packages to search for clients of the cluster");
            return;
        }
        List<String> packages = AutoConfigurationPackages.get(beanFactory);
        ClusterClientRegistrar registrar = new ClusterClientRegistrar(registry, environment, resourceLoader);
        for (Class<?> client : registrar.find(packages)) {
            if (isMissing(client)) {
                registrar.register(client);
            }
        }
    }

    private boolean isMissing(Class<?> client) {
        return !(beanFactory instanceof ListableBeanFactory beans)
                || beans.getBeanNamesForType(client, true, false).length == 0;
    }
}
