package io.clusterkit.multiplexer;

/**
 * A multiplexer in figures, at one moment. The first three are of now, all others count since the start.
 *
 * @param clients who can send and receive
 * @param halfClosed clients that ended their output and still receive
 * @param bufferedBytes what waits for clients, as their bounds count it: a chunk counts for each client it waits for,
 *     though it is in memory once
 * @param accepted connections that became clients
 * @param denied connections refused by a limit or an access filter
 * @param handshakesFailed clients whose TLS handshake failed or took too long
 * @param bytesIn data received from clients
 * @param bytesOut data handed to clients' sockets
 * @param chunksDropped chunks that a filter dropped, counted once, or that {@link SlowClientPolicy#DROP_OLDEST} threw
 *     away, counted for each client
 * @param slowClientsDropped clients closed because they did not take their data
 * @param idleClosed clients closed by the idle timeout
 * @param filterFailures how often a filter threw
 */
public record MultiplexerStats(
        int clients,
        int halfClosed,
        long bufferedBytes,
        long accepted,
        long denied,
        long handshakesFailed,
        long bytesIn,
        long bytesOut,
        long chunksDropped,
        long slowClientsDropped,
        long idleClosed,
        long filterFailures) {}
