package io.clusterkit.multiplexer;

/**
 * Who is connected.
 *
 * @param id unique in its multiplexer, never used again; those who come later have larger ones
 * @param address the client's IP address as text, or {@value #UNIX} for all clients of a Unix socket
 * @param port the client's port, 0 for a client of a Unix socket
 */
public record MultiplexerClient(long id, String address, int port) {
    /** The address of a client that came through a Unix socket. */
    public static final String UNIX = "unix";

    @Override
    public String toString() {
        return "client " + id + " (" + address + (port == 0 ? "" : " port " + port) + ")";
    }
}
