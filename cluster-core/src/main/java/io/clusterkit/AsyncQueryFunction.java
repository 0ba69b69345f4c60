package io.clusterkit;

import io.clusterkit.packet.Payload;
import java.util.concurrent.CompletionStage;

/** Answers queries later. Called as {@link QueryFunction}. */
@FunctionalInterface
public interface AsyncQueryFunction {
    /**
     * Returns the answer to come; an exception in it, or thrown, becomes the error answer by its message.
     *
     * @throws Exception its message becomes the error answer
     */
    CompletionStage<Payload> answer(QueryRequest request) throws Exception;
}
