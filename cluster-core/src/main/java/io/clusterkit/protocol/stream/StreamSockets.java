package io.clusterkit.protocol.stream;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;

/**
 * One kind of stream socket: all that differs between TCP and Unix sockets. Called from I/O threads; what may block
 * says so. Thread-safe.
 */
public interface StreamSockets {
    /** Id of the protocol on the wire. */
    String id();

    /** A short word for counters, threads and log lines, for example {@code tcp}. */
    String name();

    /**
     * Called once, before all others, with the member that these sockets are for.
     *
     * @throws IOException if there can be no such sockets on this system
     */
    default void openFor(MemberId self) throws IOException {}

    /** Whether others can still reach this server, as far as can be seen at once. Must not block. */
    default boolean isIntact(ServerSocket listening) {
        return true;
    }

    /** The member is gone: remove what it left behind. May block shortly. */
    default void memberGone(Member member) {}

    /** Bytes that are put together before they are written; larger batches are written as they are. */
    int STREAM_BYTES = 8 << 10;

    /**
     * A new server socket, bound; the caller closes it. May block shortly.
     *
     * @param backlog connections that may wait to be accepted
     */
    ServerSocket listen(int backlog) throws IOException;

    /** Whether two servers can't be open at once, because both would have the same fixed address. */
    boolean hasFixedAddress();

    /** What others must know to connect to this server. */
    Map<String, String> props(ServerSocket listening);

    /** The address of this server, for people. */
    String describe(ServerSocket listening);

    /** Looks at an accepted connection before a byte of it is read; an exception refuses it. */
    default void admit(Socket accepted) throws IOException {}

    /**
     * A new socket, not connected: another thread may close it to end {@link #connect} early. To the question for the size
     * of its send buffer it answers {@link #STREAM_BYTES} at most, as do those that a server accepts: Spring Integration
     * asks it to put a buffer of that size in front of the kernel's, for each connection, and through that all would be
     * copied that is smaller.
     */
    Socket newSocket() throws IOException;

    /**
     * Connects the socket to the member. Blocks for at most {@code timeout}.
     *
     * @throws IOException if the member announced no address of this kind, or does not answer there
     */
    void connect(Socket socket, Member member, Duration timeout) throws IOException;

    /** The other end's address, numeric; never looks up a name. */
    String remoteAddress(Socket socket);

    /** Whether such sockets reach members on this host only. */
    default boolean isLocalOnly() {
        return false;
    }
}
