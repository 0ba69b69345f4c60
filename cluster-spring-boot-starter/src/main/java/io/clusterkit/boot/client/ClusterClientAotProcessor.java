package io.clusterkit.boot.client;

import io.clusterkit.boot.handler.PayloadTypes;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Tells a native image of the beans that are clients: the proxy, the methods, and the types that are converted. */
class ClusterClientAotProcessor implements BeanRegistrationAotProcessor {
    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        ResolvableType type = bean.getBeanType();
        Class<?> client = FactoryBean.class.isAssignableFrom(type.toClass())
                ? type.as(FactoryBean.class).getGeneric().toClass()
                : type.toClass();
        if (!client.isInterface() || Stream.of(client.getMethods()).noneMatch(ClusterClientAotProcessor::asks)) {
            return null;
        }
        return (context, code) -> register(context.getRuntimeHints(), client);
    }

    private static boolean asks(Method method) {
        return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).isPresent(ClusterQuery.class);
    }

    private static void register(RuntimeHints hints, Class<?> client) {
        PayloadTypes payloads = new PayloadTypes();
        hints.proxies().registerJdkProxy(client);
        hints.reflection().registerType(client);
        for (Method method : client.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                ClientSignature signature = new ClientSignature(client, method, text -> text);
                List<ResolvableType> parameters = signature.parameterTypes();
                for (int i = 0; i < parameters.size(); i++) {
                    if (!signature.header(i).isPresent()) {
                        payloads.add(parameters.get(i));
                    }
                }
                payloads.add(signature.returnType());
            } else if (method.isDefault()) {
                hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
            }
        }
        payloads.registerHints(hints.reflection());
    }
}
