package io.clusterkit.benchmarks.node;

import java.io.IOException;

/** One member of a system under test. Methods for callers may be called by many threads at once unless they say otherwise. */
public interface Node extends AutoCloseable {
    /** How many other members this one sees. */
    int others();

    /**
     * Asks the one other member and waits for its answer.
     *
     * @throws Exception if there was none
     */
    byte[] ask(byte[] question) throws Exception;

    /** Asks all other members, waits for all answers and says how many came. */
    default int askAll(byte[] question) throws Exception {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " does not ask many");
    }

    /** Tells the one other member; may wait until there is room. Called by one thread. */
    void tell(byte[] event) throws Exception;

    /** Tells all other members; may wait until there is room. Called by one thread. */
    default void tellAll(byte[] event) throws Exception {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " does not tell many");
    }

    /** Sends what waits to be sent. */
    default void flush() throws Exception {}

    /** Leaves and frees everything. */
    @Override
    void close() throws IOException;
}
