package io.clusterkit.protocol.tcp;

import io.clusterkit.protocol.stream.StreamProtocol;

/**
 * Protocol {@code t}: a TCP server whose port others learn from the property {@code port}, and one connection for each
 * member, opened to the address its multicast comes from.
 */
public final class TcpProtocol extends StreamProtocol {
    /** On the wire. */
    public static final String ID = "t";

    public TcpProtocol(TcpOptions options) {
        super(new TcpSockets(options), options.stream());
    }

    /** Loads the classes that opening one needs; opens nothing. */
    public static void preload() {
        TcpSockets.preload();
    }
}
