package io.clusterkit.boot.handler;

import io.clusterkit.boot.ClusterHeader;
import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Lets annotated methods of beans be called in a native image, and their payloads be read and written there. Type variables
 * are those of the bean's class, which the annotations alone do not know.
 */
final class ClusterMethodAotProcessor implements BeanRegistrationAotProcessor {
    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        Class<?> type = bean.getBeanClass();
        Set<Method> methods = ClusterMethodProcessor.annotatedMethods(type).keySet();
        return methods.isEmpty() ? null : new Hints(type, Set.copyOf(methods));
    }

    private record Hints(Class<?> type, Set<Method> methods) implements BeanRegistrationAotContribution {
        @Override
        public void applyTo(GenerationContext context, BeanRegistrationCode code) {
            ReflectionHints hints = context.getRuntimeHints().reflection();
            PayloadTypes payloads = new PayloadTypes();
            for (Method method : methods) {
                hints.registerMethod(method, ExecutableMode.INVOKE);
                for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
                    if (!MergedAnnotations.from(parameter.getParameterAnnotations())
                            .isPresent(ClusterHeader.class)) {
                        payloads.add(ResolvableType.forMethodParameter(method, parameter.getParameterIndex(), type));
                    }
                }
                payloads.add(ResolvableType.forMethodReturnType(method, type));
            }
            payloads.registerHints(hints);
        }
    }
}
