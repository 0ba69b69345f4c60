package io.clusterkit.multiplexer;

import java.util.Collection;

/**
 * Decides who may become a client. Filters are asked in the order of their registration until one denies; a denied
 * connection is closed at once, receives nothing and is never counted as a client.
 *
 * <p>Called on the one thread of its multiplexer, as {@link MultiplexerFilter} is, and before any TLS handshake. A filter
 * that throws is logged and denies: a broken lock stays shut.
 */
@FunctionalInterface
public interface MultiplexerAccessFilter {
    /**
     * Says whether the newcomer may stay.
     *
     * @param newcomer who wants to become a client
     * @param present those who were granted access and have not left, without the newcomer; valid during the call
     * @return true to grant, false to deny
     * @throws Exception logged; the newcomer is denied
     */
    boolean grant(MultiplexerClient newcomer, Collection<MultiplexerClient> present) throws Exception;
}
