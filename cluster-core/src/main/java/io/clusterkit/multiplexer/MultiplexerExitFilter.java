package io.clusterkit.multiplexer;

/**
 * Told when a client has left: it will send no more. Runs exactly once for each client that was granted access, whatever
 * ended it: the end of its output, an error, a limit, or the end of the multiplexer. No data filter is called for the
 * client afterwards. (A client that only ended its output may still listen for a while, see
 * {@link MultiplexerBuilder#halfClosedTimeout}.)
 *
 * <p>Called on the one thread of its multiplexer, as {@link MultiplexerFilter} is.
 */
@FunctionalInterface
public interface MultiplexerExitFilter {
    /**
     * Tells that the client has left.
     *
     * @throws Exception logged and ignored
     */
    void exited(MultiplexerClient client) throws Exception;
}
