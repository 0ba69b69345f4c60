package io.clusterkit.protocol.unix;

import io.clusterkit.protocol.stream.StreamProtocol;

/**
 * Protocol {@code u}: a Unix socket whose path others learn from the property {@code path}, and one connection for each
 * member on this host. Without junixsocket's native library for this system it can't be opened.
 */
public final class UnixProtocol extends StreamProtocol {
    /** On the wire. */
    public static final String ID = "u";

    public UnixProtocol(UnixOptions options) {
        super(new UnixSockets(options), options.stream());
    }
}
