package io.clusterkit.multiplexer;

/**
 * Changes, drops or addresses what a client sent, before it goes to the others. Filters run in the order of their
 * registration, each on the result of the one before.
 *
 * <p>A filter is called on the one thread of its multiplexer, never twice at once. While it runs, its multiplexer relays
 * and accepts nothing, and other multiplexers go on: it should not block for long. A filter that throws is logged and
 * skipped: the data goes on as if the filter were not there.
 *
 * <p>Chunks are what the network delivers: a sender's line may come in several, several lines may come in one.
 */
@FunctionalInterface
public interface MultiplexerFilter {
    /**
     * Says what is to be relayed instead of {@code data}.
     *
     * @return {@code data} itself, or what one of its methods made of it
     * @throws Exception logged; the data goes on unchanged
     */
    MultiplexerData filter(MultiplexerData data) throws Exception;
}
