package io.clusterkit.boot.client;

import io.clusterkit.boot.client.ClusterOperations.QuerySpec;
import io.clusterkit.boot.handler.HeaderConversions;
import io.clusterkit.boot.handler.PayloadConverter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;

/** A method that asks: what its annotations say, where its arguments go, what it returns. Immutable. */
final class ClientMethod {
    private final ClientAttributes attributes;
    private final ClientParameters parameters;
    private final Reply reply;

    ClientMethod(
            ClientSignature signature,
            MergedAnnotation<ClusterClient> forAll,
            MergedAnnotation<ClusterQuery> query,
            PayloadConverter converter,
            HeaderConversions headers) {
        this.attributes = new ClientAttributes(signature, forAll, query);
        this.parameters = new ClientParameters(signature, converter, headers);
        this.reply = Reply.of(signature, attributes.name(), converter);
    }

    @Nullable
    Object invoke(ClusterOperations operations, @Nullable Object[] arguments) {
        QuerySpec query = attributes.query(operations);
        parameters.give(arguments, query);
        return reply.to(query);
    }
}
