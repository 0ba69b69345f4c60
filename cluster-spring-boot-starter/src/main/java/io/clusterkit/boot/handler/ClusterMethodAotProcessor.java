package io.clusterkit.boot.handler;

import io.clusterkit.boot.ClusterHeader;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Lets annotated methods of beans be called in a native image, and their payloads be read and written there. Type variables
 * are those of the bean's class, which the annotations alone do not know.
 */
final class ClusterMethodAotProcessor implements BeanRegistrationAotProcessor {
    private static final int DEEPEST_TYPE = 32;

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
            Set<Class<?>> payloads = new LinkedHashSet<>();
            for (Method method : methods) {
                hints.registerMethod(method, ExecutableMode.INVOKE);
                for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
                    if (!MergedAnnotations.from(parameter.getParameterAnnotations())
                            .isPresent(ClusterHeader.class)) {
                        collect(
                                ResolvableType.forMethodParameter(method, parameter.getParameterIndex(), type),
                                payloads,
                                0);
                    }
                }
                collect(ResolvableType.forMethodReturnType(method, type), payloads, 0);
            }
            new BindingReflectionHintsRegistrar().registerReflectionHints(hints, payloads.toArray(Class[]::new));
        }

        /** The classes of a type and of what is in it, but for those that are no payload. */
        private static void collect(ResolvableType type, Set<Class<?>> into, int depth) {
            if (depth > DEEPEST_TYPE) {
                return;
            }
            if (type.isArray()) {
                collect(type.getComponentType(), into, depth + 1);
                return;
            }
            Class<?> raw = type.toClass();
            if (isPayload(raw)) {
                into.add(raw);
            }
            if (!(type.getType() instanceof Class)) {
                for (ResolvableType generic : type.getGenerics()) {
                    collect(generic, into, depth + 1);
                }
            }
        }

        private static boolean isPayload(Class<?> type) {
            return type != void.class
                    && !type.getName().startsWith("java.")
                    && !type.isPrimitive()
                    && !Arguments.isOwn(type)
                    && type != Optional.class
                    && !CompletionStage.class.isAssignableFrom(type)
                    && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) == null;
        }
    }
}
