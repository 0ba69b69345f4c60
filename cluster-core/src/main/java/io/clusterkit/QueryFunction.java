package io.clusterkit;

import io.clusterkit.packet.Payload;

/** Answers queries. Called on a handler thread, for many queries side by side. May block, and may query any member. */
@FunctionalInterface
public interface QueryFunction {
    /**
     * Returns the answer.
     *
     * @throws Exception its message becomes the error answer; the stack trace stays here
     */
    Payload answer(QueryRequest request) throws Exception;
}
