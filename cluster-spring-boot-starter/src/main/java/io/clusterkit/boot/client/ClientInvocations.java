package io.clusterkit.boot.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Does what a client's methods say. Thread-safe. */
final class ClientInvocations implements InvocationHandler {
    private final Class<?> type;
    private final ClientMethods methods;
    private final ClusterOperations operations;

    ClientInvocations(Class<?> type, ClientMethods methods, ClusterOperations operations) {
        this.type = type;
        this.methods = methods;
        this.operations = operations;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) throws Throwable {
        @Nullable Object[] arguments = given == null ? new @Nullable Object[0] : given;
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "cluster client " + type.getName();
            };
        }
        if (method.isDefault()) {
            return methods.invokeDefault(proxy, method, arguments);
        }
        return methods.get(method).invoke(operations, arguments);
    }
}
