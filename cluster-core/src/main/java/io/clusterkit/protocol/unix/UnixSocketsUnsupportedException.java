package io.clusterkit.protocol.unix;

import java.io.IOException;

/** There is no native library of junixsocket for this system. */
public final class UnixSocketsUnsupportedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says what is missing on which system. */
    public UnixSocketsUnsupportedException(String message) {
        super(message);
    }
}
