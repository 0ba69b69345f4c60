package io.clusterkit.boot.client;

import io.clusterkit.boot.handler.PayloadConverter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringValueResolver;

/** The checked methods of a client's interface. Immutable. */
final class ClientMethods {
    private final Map<Method, ClientMethod> methods;

    private ClientMethods(Map<Method, ClientMethod> methods) {
        this.methods = Map.copyOf(methods);
    }

    /**
     * The methods of this interface, those it inherits too.
     *
     * @throws InvalidClusterClientException if one of them can't be a client's
     */
    static ClientMethods of(Class<?> client, PayloadConverter converter, StringValueResolver placeholders) {
        if (!client.isInterface() || client.isAnnotation()) {
            throw new InvalidClusterClientException(
                    client, null, "it is no interface", "Make an interface with @ClusterQuery methods of it.");
        }
        MergedAnnotation<ClusterClient> forAll =
                MergedAnnotations.from(client, SearchStrategy.TYPE_HIERARCHY).get(ClusterClient.class);
        Map<Method, ClientMethod> methods = new HashMap<>();
        for (Method method : client.getMethods()) {
            MergedAnnotation<ClusterQuery> query = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
                    .get(ClusterQuery.class);
            if (Modifier.isAbstract(method.getModifiers())) {
                if (!ReflectionUtils.isObjectMethod(method)) {
                    methods.put(
                            method,
                            method(new ClientSignature(client, method, placeholders), forAll, query, converter));
                }
            } else if (query.isPresent() && !method.isBridge()) {
                throw new InvalidClusterClientException(
                        client,
                        method,
                        "it has a body, so nobody would be asked",
                        "Remove the body, or @ClusterQuery.");
            }
        }
        if (methods.isEmpty()) {
            throw new InvalidClusterClientException(
                    client, null, "it has no method that asks", "Annotate its methods with @ClusterQuery.");
        }
        return new ClientMethods(methods);
    }

    private static ClientMethod method(
            ClientSignature signature,
            MergedAnnotation<ClusterClient> forAll,
            MergedAnnotation<ClusterQuery> query,
            PayloadConverter converter) {
        if (!query.isPresent()) {
            throw signature.invalid(
                    "it has neither @ClusterQuery nor a body", "Annotate it with @ClusterQuery, or give it a body.");
        }
        return new ClientMethod(signature, forAll, query, converter);
    }

    ClientMethod get(Method method) {
        ClientMethod found = methods.get(method);
        if (found == null) {
            throw new IllegalStateException(method.toGenericString() + " is no method of the client");
        }
        return found;
    }

    @Nullable
    Object invokeDefault(Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        ReflectionUtils.makeAccessible(method); // each proxy class has its own object for it
        return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
}
