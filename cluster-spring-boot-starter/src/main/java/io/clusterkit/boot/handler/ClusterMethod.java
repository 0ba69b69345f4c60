package io.clusterkit.boot.handler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.Order;
import org.springframework.util.ReflectionUtils;

/**
 * An annotated method of a bean. The bean is asked for when it is called, so that it may be lazy or scoped; one that is a
 * singleton, once. Thread-safe.
 */
final class ClusterMethod {
    private final ConfigurableBeanFactory beanFactory;
    private final HeaderConversions conversions;
    private final String beanName;
    private final Class<?> targetType;

    /** As it is written. */
    private final Method method;

    /** As it is called, perhaps on a proxy's interface. */
    private final Method invocable;

    /** The bean, once it was called, if there is one only. */
    private volatile @Nullable Object singleton;

    /**
     * A method of a bean.
     *
     * @param targetType the bean's class behind all proxies
     * @param method the method of that class
     * @param conversions for its headers
     * @throws InvalidClusterMethodException if it can't be called
     */
    ClusterMethod(
            ConfigurableBeanFactory beanFactory,
            String beanName,
            Class<?> targetType,
            Method method,
            HeaderConversions conversions) {
        this.beanFactory = beanFactory;
        this.conversions = conversions;
        this.beanName = beanName;
        this.targetType = targetType;
        this.method = method;
        this.invocable = invocable();
        ReflectionUtils.makeAccessible(invocable);
    }

    private Method invocable() {
        if (Modifier.isPrivate(method.getModifiers())) {
            throw invalid("it is private", "Make it package-private or public.");
        }
        Class<?> exposed = exposedType();
        if (Modifier.isFinal(method.getModifiers()) && exposed != targetType && targetType.isAssignableFrom(exposed)) {
            throw invalid("it is final, so the bean's proxy can't pass it on", "Make it not final.");
        }
        try {
            return AopUtils.selectInvocableMethod(method, exposed);
        } catch (IllegalStateException hidden) {
            throw invalid(
                    "the bean's proxy does not have it",
                    "Declare it in one of the interfaces of " + targetType.getName()
                            + ", or have the class proxied rather than its interfaces (proxyTargetClass).");
        }
    }

    private Class<?> exposedType() {
        Class<?> type = beanFactory.getType(beanName);
        return type == null ? targetType : type;
    }

    /** Its parameters, with the annotations that stand here or in an interface. */
    List<MethodParameter> parameters() {
        List<MethodParameter> parameters = List.of(new AnnotatedMethod(method).getMethodParameters());
        DefaultParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();
        parameters.forEach(parameter -> parameter.initParameterNameDiscovery(names));
        return parameters;
    }

    /** The type of a parameter, type variables resolved for the bean's class. */
    ResolvableType parameterType(int index) {
        return ResolvableType.forMethodParameter(method, index, targetType);
    }

    /** Its annotations, those of the method in interfaces and superclasses too. */
    MergedAnnotations annotations() {
        return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
    }

    /** By {@link Order}; last without it. */
    int order() {
        return annotations()
                .get(Order.class)
                .getValue(MergedAnnotation.VALUE, Integer.class)
                .orElse(Ordered.LOWEST_PRECEDENCE);
    }

    /** The text with its placeholders replaced. */
    String resolve(String text) {
        try {
            String resolved = beanFactory.resolveEmbeddedValue(text);
            return resolved == null ? "" : resolved;
        } catch (IllegalArgumentException unknown) {
            throw invalid(
                    "a text of its annotation can't be resolved: " + unknown.getMessage(),
                    "Set the property, or give a default: ${name:default}.");
        }
    }

    HeaderConversions conversions() {
        return conversions;
    }

    /** Its return type, type variables resolved for the bean's class. */
    ResolvableType returnType() {
        return ResolvableType.forMethodReturnType(method, targetType);
    }

    boolean returnsNothing() {
        return method.getReturnType() == void.class;
    }

    /** Calls it, and throws what it throws. */
    @Nullable
    Object invoke(@Nullable Object[] arguments) throws Exception {
        Object bean = bean();
        try {
            return invocable.invoke(bean, arguments);
        } catch (InvocationTargetException wrapped) {
            Throwable thrown = wrapped.getTargetException();
            if (thrown instanceof UndeclaredThrowableException byProxy) {
                thrown = byProxy.getUndeclaredThrowable();
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            throw thrown instanceof Exception exception ? exception : wrapped;
        }
    }

    private Object bean() {
        Object known = singleton;
        if (known != null) {
            return known;
        }
        Object bean = beanFactory.getBean(beanName);
        if (beanFactory.isSingleton(beanName)) {
            singleton = bean;
        }
        return bean;
    }

    /**
     * What is wrong with it.
     *
     * @param reason without a full stop
     * @param remedy full sentences
     */
    InvalidClusterMethodException invalid(String reason, String remedy) {
        return new InvalidClusterMethodException(beanName, method, reason, remedy);
    }

    /** Bean and method, for logs and messages. */
    @Override
    public String toString() {
        return "bean '" + beanName + "', method '" + method.toGenericString() + "'";
    }
}
