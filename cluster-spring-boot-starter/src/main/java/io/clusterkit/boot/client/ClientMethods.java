package io.clusterkit.boot.client;

import io.clusterkit.boot.handler.HeaderConversions;
import io.clusterkit.boot.handler.PayloadConverter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
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
    private final Map<Method, MethodHandle> bodies;

    private ClientMethods(Map<Method, ClientMethod> methods, Map<Method, MethodHandle> bodies) {
        this.methods = Map.copyOf(methods);
        this.bodies = Map.copyOf(bodies);
    }

    /**
     * The methods of this interface, those it inherits too.
     *
     * @throws InvalidClusterClientException if one of them can't be a client's
     */
    static ClientMethods of(
            Class<?> client, PayloadConverter converter, StringValueResolver placeholders, HeaderConversions headers) {
        if (!client.isInterface() || client.isAnnotation()) {
            throw new InvalidClusterClientException(
                    client, null, "it is no interface", "Make an interface with @ClusterQuery methods of it.");
        }
        MergedAnnotation<ClusterClient> forAll =
                MergedAnnotations.from(client, SearchStrategy.TYPE_HIERARCHY).get(ClusterClient.class);
        Map<Method, ClientMethod> methods = new HashMap<>();
        Map<Method, MethodHandle> bodies = new HashMap<>();
        for (Method method : client.getMethods()) {
            MergedAnnotation<ClusterQuery> query = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
                    .get(ClusterQuery.class);
            if (Modifier.isAbstract(method.getModifiers())) {
                if (!ReflectionUtils.isObjectMethod(method)) {
                    methods.put(
                            method,
                            method(
                                    new ClientSignature(client, method, placeholders),
                                    forAll,
                                    query,
                                    converter,
                                    headers));
                }
            } else if (query.isPresent() && !method.isBridge()) {
                throw new InvalidClusterClientException(
                        client,
                        method,
                        "it has a body, so nobody would be asked",
                        "Remove the body, or @ClusterQuery.");
            } else if (method.isDefault()) {
                bodies.put(method, body(client, method));
            }
        }
        if (methods.isEmpty()) {
            throw new InvalidClusterClientException(
                    client, null, "it has no method that asks", "Annotate its methods with @ClusterQuery.");
        }
        return new ClientMethods(methods, bodies);
    }

    private static ClientMethod method(
            ClientSignature signature,
            MergedAnnotation<ClusterClient> forAll,
            MergedAnnotation<ClusterQuery> query,
            PayloadConverter converter,
            HeaderConversions headers) {
        if (!query.isPresent()) {
            throw signature.invalid(
                    "it has neither @ClusterQuery nor a body", "Annotate it with @ClusterQuery, or give it a body.");
        }
        return new ClientMethod(signature, forAll, query, converter, headers);
    }

    ClientMethod get(Method method) {
        ClientMethod found = methods.get(method);
        if (found == null) {
            throw new IllegalStateException(method.toGenericString() + " is no method of the client");
        }
        return found;
    }

    /** Calls a method that has a body, and throws what it throws. */
    @Nullable
    Object invokeDefault(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        MethodHandle body = bodies.get(method);
        if (body == null) {
            throw new IllegalStateException(method.toGenericString() + " is no method of the client");
        }
        return body.bindTo(proxy).invokeWithArguments(arguments);
    }

    /** Not InvocationHandler.invokeDefault, which can't call methods of an interface that is not public. */
    private static MethodHandle body(Class<?> client, Method method) {
        Class<?> declaring = method.getDeclaringClass();
        try {
            return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                    .unreflectSpecial(method, declaring);
        } catch (IllegalAccessException closed) {
            throw new InvalidClusterClientException(
                    client,
                    method,
                    "it has a body that can't be called: " + closed.getMessage(),
                    "Open the package of " + declaring.getName() + " to the module of the starter.");
        }
    }
}
