package io.clusterkit.boot.autoconfigure;

import io.clusterkit.boot.ClusterTags;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.StringUtils;

/**
 * The tags of a member from all their sources, each once, at its first place: the property {@code cluster.tags},
 * annotated beans in the order of their definitions, contributors in theirs, the application's name.
 */
final class TagSources {
    private final ClusterProperties properties;
    private final Environment environment;
    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<ClusterTagsContributor> contributors;

    TagSources(
            ClusterProperties properties,
            Environment environment,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<ClusterTagsContributor> contributors) {
        this.properties = properties;
        this.environment = environment;
        this.beans = beans;
        this.contributors = contributors;
    }

    /** Adds those that are not the property's. */
    Collection<String> tags() {
        Set<String> tags = new LinkedHashSet<>(properties.getTags());
        for (String bean : beans.getBeanDefinitionNames()) {
            for (ClusterTags annotation : annotations(bean)) {
                for (String tag : annotation.value()) {
                    String source = "@ClusterTags of the bean '" + bean + "'";
                    tags.add(checked(resolved(tag, source), source));
                }
            }
        }
        contributors.orderedStream().forEach(contributor -> contributor
                .tags()
                .forEach(tag -> tags.add(checked(tag, contributor.getClass().getName()))));
        String application = environment.getProperty("spring.application.name");
        if (properties.isApplicationNameTag() && StringUtils.hasText(application)) {
            tags.add(application);
        }
        return List.copyOf(tags);
    }

    private Set<ClusterTags> annotations(String bean) {
        BeanDefinition definition = beans.getBeanDefinition(bean);
        // Not of abstract definitions: they are no beans, and have no class to look at. Nothing is made for it.
        return definition.isAbstract() || isBoots(definition)
                ? Set.of()
                : beans.findAllAnnotationsOnBean(bean, ClusterTags.class, false);
    }

    /**
     * Spring Boot's own configurations and what they make: most beans of an application, and none of them has tags. Not all
     * of Spring's: applications may be in its packages, as its samples are.
     */
    private static boolean isBoots(BeanDefinition definition) {
        if (!(definition instanceof AnnotatedBeanDefinition annotated)) {
            return false; // of a class or an interface that may be the application's
        }
        MethodMetadata factory = annotated.getFactoryMethodMetadata();
        String source = factory == null ? annotated.getMetadata().getClassName() : factory.getDeclaringClassName();
        return source.startsWith("org.springframework.boot.");
    }

    private String resolved(String tag, String source) {
        try {
            String resolved = beans.resolveEmbeddedValue(tag);
            return resolved == null ? "" : resolved;
        } catch (IllegalArgumentException unknown) {
            throw new IllegalStateException(
                    source + " has \"" + tag + "\": " + unknown.getMessage()
                            + "; set the property, or give a default, ${name:default}",
                    unknown);
        }
    }

    private static String checked(String tag, String source) {
        if (tag.isEmpty()) {
            throw new IllegalStateException(source + " gives a tag that is empty text; give it words, or none");
        }
        return tag;
    }
}
