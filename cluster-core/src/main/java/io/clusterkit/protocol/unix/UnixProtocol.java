package io.clusterkit.protocol.unix;

import io.clusterkit.protocol.stream.StreamProtocol;
import java.util.function.BooleanSupplier;

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

    /** As above, on a system of which {@code supported} says whether there are such sockets. */
    UnixProtocol(UnixOptions options, BooleanSupplier supported) {
        super(new UnixSockets(options, supported), options.stream());
    }

    /** Loads junixsocket and its native library, if there is one for this system; opens nothing. */
    public static void preload() {
        UnixSockets.isSupported();
    }
}
