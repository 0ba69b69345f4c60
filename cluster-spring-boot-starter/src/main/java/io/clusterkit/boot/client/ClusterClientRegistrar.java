package io.clusterkit.boot.client;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Finds client interfaces and registers a bean for each. For {@link EnableClusterClients} and auto-configuration. */
public final class ClusterClientRegistrar {
    private final BeanDefinitionRegistry registry;
    private final Environment environment;
    private final ResourceLoader resourceLoader;

    public ClusterClientRegistrar(
            BeanDefinitionRegistry registry, Environment environment, ResourceLoader resourceLoader) {
        this.registry = registry;
        this.environment = environment;
        this.resourceLoader = resourceLoader;
    }

    /**
     * The client interfaces in these packages and below: those with {@link ClusterClient}, and those that have methods with
     * {@link ClusterQuery}, no type parameters, and no other found one that extends them.
     */
    public Set<Class<?>> find(Collection<String> packages) {
        Scanner scanner = new Scanner(environment);
        scanner.setResourceLoader(resourceLoader);
        Set<Class<?>> found = new LinkedHashSet<>();
        for (String each : packages) {
            for (BeanDefinition candidate : scanner.findCandidateComponents(each)) {
                found.add(ClassUtils.resolveClassName(
                        String.valueOf(candidate.getBeanClassName()), resourceLoader.getClassLoader()));
            }
        }
        Set<Class<?>> clients = new LinkedHashSet<>(found);
        clients.removeIf(type -> !MergedAnnotations.from(type).isPresent(ClusterClient.class)
                && (type.getTypeParameters().length > 0
                        || found.stream().anyMatch(other -> other != type && type.isAssignableFrom(other))));
        return clients;
    }

    /** The name of a client's bean. */
    public static String beanName(Class<?> client) {
        String name = MergedAnnotations.from(client)
                .get(ClusterClient.class)
                .getValue("beanName", String.class)
                .orElse("");
        return name.isEmpty() ? StringUtils.uncapitalizeAsProperty(ClassUtils.getShortName(client)) : name;
    }

    /** Registers a bean for this client. */
    public void register(Class<?> client) {
        RootBeanDefinition definition = new RootBeanDefinition(ClusterClientFactoryBean.class);
        definition.setTargetType(ResolvableType.forClassWithGenerics(ClusterClientFactoryBean.class, client));
        definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, client);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, client);
        definition.setResourceDescription("cluster client " + client.getName());
        registry.registerBeanDefinition(beanName(client), definition);
    }

    private static final class Scanner extends ClassPathScanningCandidateComponentProvider {
        Scanner(Environment environment) {
            super(false, environment);
            addIncludeFilter(new AnnotationTypeFilter(ClusterClient.class));
            addIncludeFilter(
                    (type, types) -> type.getAnnotationMetadata().hasAnnotatedMethods(ClusterQuery.class.getName()));
        }

        @Override
        protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
            AnnotationMetadata type = definition.getMetadata();
            return type.isInterface() && type.isIndependent() && !type.isAnnotation();
        }
    }
}
