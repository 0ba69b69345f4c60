package io.clusterkit.boot.client;

import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** Registers the clients that {@link EnableClusterClients} names. */
final class EnabledClusterClientsRegistrar implements ImportBeanDefinitionRegistrar {
    private final Environment environment;
    private final ResourceLoader resourceLoader;

    EnabledClusterClientsRegistrar(Environment environment, ResourceLoader resourceLoader) {
        this.environment = environment;
        this.resourceLoader = resourceLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata enabling, BeanDefinitionRegistry registry) {
        MergedAnnotation<EnableClusterClients> enable =
                enabling.getAnnotations().get(EnableClusterClients.class);
        Set<String> packages = new LinkedHashSet<>();
        for (String each : enable.getStringArray("basePackages")) {
            packages.add(environment.resolveRequiredPlaceholders(each));
        }
        for (Class<?> each : enable.getClassArray("basePackageClasses")) {
            packages.add(each.getPackageName());
        }
        Set<Class<?>> clients = new LinkedHashSet<>(Set.of(enable.getClassArray("clients")));
        if (packages.isEmpty() && clients.isEmpty()) {
            packages.add(ClassUtils.getPackageName(enabling.getClassName()));
        }
        ClusterClientRegistrar registrar = new ClusterClientRegistrar(registry, environment, resourceLoader);
        clients.addAll(registrar.find(packages));
        clients.forEach(registrar::register);
    }
}
