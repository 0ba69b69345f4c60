package io.clusterkit.boot.autoconfigure;

import io.clusterkit.protocol.Protocol;
import java.util.function.Supplier;

/**
 * A protocol of the application's own. The member uses it if {@code cluster.protocols} names its id; one with the id of
 * one of ours is used instead of that. A bean of this type, or a {@link Protocol} bean, which should then be a prototype:
 * each start of the member takes a new one.
 */
public interface ClusterProtocolFactory {
    /** Id on the wire, letters and digits; always the same, and that of the protocols made. */
    String id();

    /** A new protocol, not opened; called at each start of the member. */
    Protocol create();

    /** One of these two. */
    static ClusterProtocolFactory of(String id, Supplier<? extends Protocol> factory) {
        return new ClusterProtocolFactory() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Protocol create() {
                return factory.get();
            }
        };
    }
}
