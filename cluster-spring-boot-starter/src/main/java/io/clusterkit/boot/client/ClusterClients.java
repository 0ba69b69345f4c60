package io.clusterkit.boot.client;

import io.clusterkit.boot.handler.HeaderConversions;
import io.clusterkit.boot.handler.PayloadConverter;
import java.lang.reflect.Proxy;
import org.springframework.util.StringValueResolver;

/**
 * Makes clients of interfaces with {@link ClusterQuery} methods.
 *
 * <pre>{@code
 * @Bean
 * Quotes quotes(ClusterClients clients) {
 *     return clients.create(Quotes.class);
 * }
 * }</pre>
 *
 * <p>Thread-safe, and so are the clients.
 */
public final class ClusterClients {
    private final ClusterOperations operations;
    private final PayloadConverter converter;
    private final StringValueResolver placeholders;
    private final HeaderConversions headers;

    /** With annotations without placeholders. */
    public ClusterClients(ClusterOperations operations, PayloadConverter converter) {
        this(operations, converter, text -> text, HeaderConversions.shared());
    }

    /**
     * Clients that ask by these operations.
     *
     * @param converter says which types can be read and written; the one of the operations
     * @param placeholders replaces placeholders in annotations
     * @param headers makes headers of arguments
     */
    public ClusterClients(
            ClusterOperations operations,
            PayloadConverter converter,
            StringValueResolver placeholders,
            HeaderConversions headers) {
        this.operations = operations;
        this.converter = converter;
        this.placeholders = placeholders;
        this.headers = headers;
    }

    /**
     * A client of this interface.
     *
     * @throws InvalidClusterClientException if the interface or a method of it can't be a client's
     */
    public <T> T create(Class<T> type) {
        ClientMethods methods = ClientMethods.of(type, converter, placeholders, headers);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new ClientInvocations(type, methods, operations)));
    }
}
