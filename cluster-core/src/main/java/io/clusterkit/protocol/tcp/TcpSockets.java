package io.clusterkit.protocol.tcp;

import io.clusterkit.member.Member;
import io.clusterkit.protocol.stream.StreamSockets;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP sockets. */
final class TcpSockets implements StreamSockets {
    private static final Logger log = LoggerFactory.getLogger(TcpSockets.class);

    private static final String PORT = "port";

    /** Four numbers, or something with a colon: no other text is an address, all others are looked up as names. */
    private static final Pattern NUMERIC = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:.*");

    private final @Nullable InetAddress bindAddress;
    private final int port;

    TcpSockets(TcpOptions options) {
        this.bindAddress = options.bindAddress();
        this.port = options.port();
    }

    /** Loads what a server socket needs. */
    static void preload() {
        try {
            new ServerSocket().close(); // not bound: the system knows nothing of it
        } catch (IOException noSockets) {
            log.debug("TCP can't be preloaded", noSockets); // said again when it is opened
        }
    }

    @Override
    public String id() {
        return TcpProtocol.ID;
    }

    @Override
    public String name() {
        return "tcp";
    }

    @Override
    public ServerSocket listen(int backlog) throws IOException {
        try {
            return new Server(port, backlog, bindAddress);
        } catch (BindException failure) {
            String where = (bindAddress == null ? "*" : bindAddress.getHostAddress()) + ":" + port;
            BindException explained = new BindException("can't listen on " + where + ": " + failure.getMessage());
            explained.initCause(failure);
            throw explained;
        }
    }

    @Override
    public boolean hasFixedAddress() {
        return port != 0;
    }

    @Override
    public Map<String, String> props(ServerSocket listening) {
        return Map.of(PORT, Integer.toString(listening.getLocalPort()));
    }

    @Override
    public String describe(ServerSocket listening) {
        InetAddress address = listening.getInetAddress();
        return (address.isAnyLocalAddress() ? "*" : address.getHostAddress()) + ":" + listening.getLocalPort();
    }

    @Override
    public Socket newSocket() {
        return new TcpSocket();
    }

    @Override
    public void connect(Socket socket, Member member, Duration timeout) throws IOException {
        InetSocketAddress there = new InetSocketAddress(address(member), port(member));
        try {
            socket.connect(there, (int) Math.max(1, timeout.toMillis()));
        } catch (IOException failure) {
            ConnectException explained = new ConnectException(
                    "can't connect to " + member.id() + " at " + there + ": " + failure.getMessage());
            explained.initCause(failure);
            throw explained;
        }
        if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
            // The port was free, was given to this very socket, and TCP lets a socket connect to itself.
            throw new ConnectException("nobody listens for " + member.id() + " at " + there);
        }
    }

    @Override
    public String remoteAddress(Socket socket) {
        InetAddress address = socket.getInetAddress();
        return address == null ? "" : address.getHostAddress();
    }

    private static InetAddress address(Member member) throws UnknownHostException {
        if (!NUMERIC.matcher(member.address()).matches()) {
            throw new UnknownHostException("the address of " + member.id() + " is not numeric: " + member.address());
        }
        return InetAddress.getByName(member.address());
    }

    private static int port(Member member) throws ConnectException {
        String announced = member.props(TcpProtocol.ID).get(PORT);
        try {
            int port = announced == null ? 0 : Integer.parseInt(announced);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new ConnectException(member.id() + " announces no TCP port but " + announced);
    }

    /** Gives {@link TcpSocket}s. */
    private static final class Server extends ServerSocket {
        Server(int port, int backlog, @Nullable InetAddress bindAddress) throws IOException {
            super(port, backlog, bindAddress);
        }

        @Override
        public Socket accept() throws IOException {
            Socket accepted = new TcpSocket();
            implAccept(accepted);
            return accepted;
        }
    }

    /** Tells how large a stream's buffer is to be, as {@link StreamSockets#newSocket} says. */
    private static final class TcpSocket extends Socket {
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the one behind it does its own locking
        public int getSendBufferSize() throws SocketException {
            return Math.min(super.getSendBufferSize(), STREAM_BYTES);
        }
    }
}
