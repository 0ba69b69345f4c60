package io.clusterkit.routing;

import java.io.IOException;

/** A hook stopped a packet on its way out. */
public final class PacketCancelledException extends IOException {
    private static final long serialVersionUID = 1L;

    public PacketCancelledException(String message) {
        super(message);
    }
}
