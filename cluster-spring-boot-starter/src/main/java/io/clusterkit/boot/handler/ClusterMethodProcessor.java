package io.clusterkit.boot.handler;

import io.clusterkit.Cluster;
import io.clusterkit.Registration;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.boot.QueryHandler;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/**
 * Adds the annotated methods of all beans to the member once all singletons exist, before it starts. Beans are found by
 * type and called by name, so that lazy and scoped ones stay so.
 */
public final class ClusterMethodProcessor implements SmartInitializingSingleton, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(ClusterMethodProcessor.class);

    private static final Set<Class<? extends Annotation>> ANNOTATIONS =
            Set.of(QueryHandler.class, ClusterEventListener.class, ClusterHook.class);

    private final ConfigurableListableBeanFactory beanFactory;
    private final Cluster cluster;
    private final PayloadConverter converter;
    private final QueryErrors errors;
    private final List<Registration> registrations = new ArrayList<>();

    /**
     * Adds methods to a member.
     *
     * @param errors what askers are told when a method fails
     */
    public ClusterMethodProcessor(
            ConfigurableListableBeanFactory beanFactory,
            Cluster cluster,
            PayloadConverter converter,
            QueryErrors errors) {
        this.beanFactory = beanFactory;
        this.cluster = cluster;
        this.converter = converter;
        this.errors = errors;
    }

    /**
     * Finds, checks and adds the methods.
     *
     * @throws InvalidClusterMethodException if one of them can't be added
     */
    @Override
    public void afterSingletonsInstantiated() {
        HeaderConversions conversions = HeaderConversions.of(beanFactory);
        List<ClusterMethodBinding> bindings = new ArrayList<>();
        for (String beanName : beanFactory.getBeanNamesForType(Object.class)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(beanName) ? null : targetType(beanName);
            if (type != null) {
                annotatedMethods(type)
                        .forEach((method, annotations) -> bindings.addAll(bind(
                                new ClusterMethod(beanFactory, beanName, type, method, conversions), annotations)));
            }
        }
        requireOneHandlerForEachQuery(bindings);
        bindings.sort(Comparator.comparingInt(ClusterMethodProcessor::order));
        bindings.forEach(binding -> registrations.add(binding.addTo(cluster)));
        log.debug("{} methods of beans are part of the cluster", registrations.size());
    }

    /** Takes the methods away again. */
    @Override
    public void destroy() {
        registrations.forEach(Registration::close);
        registrations.clear();
    }

    private @Nullable Class<?> targetType(String beanName) {
        try {
            Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, beanName);
            if (type != null && ScopedObject.class.isAssignableFrom(type)) {
                Class<?> target =
                        AutoProxyUtils.determineTargetClass(beanFactory, ScopedProxyUtils.getTargetBeanName(beanName));
                return target == null ? type : target;
            }
            return type;
        } catch (RuntimeException | LinkageError unresolvable) {
            log.debug("the class of the bean '{}' can't be found out", beanName, unresolvable);
            return null;
        }
    }

    /** The annotated methods of a class, its superclasses and interfaces. */
    static Map<Method, MergedAnnotations> annotatedMethods(Class<?> type) {
        // Many beans of an application are Spring's own; it takes time to look at all their methods.
        if (type.getName().startsWith("org.springframework.") || !AnnotationUtils.isCandidateClass(type, ANNOTATIONS)) {
            return Map.of();
        }
        try {
            if (!hasMethodWithAnyAnnotation(type)) {
                return Map.of();
            }
            return MethodIntrospector.selectMethods(type, (Method method) -> {
                MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
                return ANNOTATIONS.stream().anyMatch(annotations::isPresent) ? annotations : null;
            });
        } catch (RuntimeException | LinkageError unresolvable) {
            log.debug("the methods of {} can't be looked at", type.getName(), unresolvable);
            return Map.of();
        }
    }

    /**
     * Whether a method of this class, its superclasses or interfaces has an annotation that is not of the language. Most
     * classes have none, and finding that out takes much less time than merging the annotations of each method.
     */
    private static boolean hasMethodWithAnyAnnotation(@Nullable Class<?> type) {
        if (type == null || type == Object.class) {
            return false;
        }
        for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
            for (Annotation annotation : method.getDeclaredAnnotations()) {
                if (!annotation.annotationType().getName().startsWith("java.lang.")) {
                    return true;
                }
            }
        }
        for (Class<?> each : type.getInterfaces()) {
            if (hasMethodWithAnyAnnotation(each)) {
                return true;
            }
        }
        return hasMethodWithAnyAnnotation(type.getSuperclass());
    }

    private List<ClusterMethodBinding> bind(ClusterMethod method, MergedAnnotations annotations) {
        List<ClusterMethodBinding> bindings = new ArrayList<>();
        if (annotations.isPresent(QueryHandler.class)) {
            bindings.add(new QueryHandlerMethod(method, annotations.get(QueryHandler.class), converter, errors));
        }
        if (annotations.isPresent(ClusterEventListener.class)) {
            bindings.add(new EventListenerMethod(method, annotations.get(ClusterEventListener.class), converter));
        }
        if (annotations.isPresent(ClusterHook.class)) {
            bindings.add(new HookMethod(method, annotations.get(ClusterHook.class)));
        }
        return bindings;
    }

    /** Listeners are called in the order in which they are added; the others do not care. */
    private static int order(ClusterMethodBinding binding) {
        return binding instanceof EventListenerMethod listener ? listener.order() : Ordered.LOWEST_PRECEDENCE;
    }

    private static void requireOneHandlerForEachQuery(List<ClusterMethodBinding> bindings) {
        Map<String, QueryHandlerMethod> byName = new HashMap<>();
        for (ClusterMethodBinding binding : bindings) {
            if (binding instanceof QueryHandlerMethod handler) {
                QueryHandlerMethod other = byName.putIfAbsent(handler.name(), handler);
                if (other != null) {
                    throw handler.answeredAlready(other.method().toString());
                }
            }
        }
    }
}
