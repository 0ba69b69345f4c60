package io.clusterkit.multiplexer;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A client's connection: its bytes, plain or through TLS. Never blocks. Used by the relay's thread only. */
interface Link {
    /**
     * Goes on with what must happen before data can flow.
     *
     * @return whether data can flow
     */
    boolean establish() throws IOException;

    /**
     * Reads what is there.
     *
     * @return how many bytes; 0 for none at present; -1 when no more will come
     */
    int read(ByteBuffer into) throws IOException;

    /** Whether {@link #read} has something although the socket may have nothing. */
    boolean hasInput();

    /**
     * Takes what it can of the first {@code count} buffers.
     *
     * @return how many bytes
     */
    long write(ByteBuffer[] buffers, int count) throws IOException;

    /** Whether bytes it took wait for the socket. */
    boolean hasOutput();

    /** Whether it waits for something else than the socket and must not be called until then. */
    boolean isBusy();

    /**
     * Closes the connection; nothing happens the second time.
     *
     * @param abort whether to throw away what the system still holds for the client
     */
    void close(boolean abort);
}
