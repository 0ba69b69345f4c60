package io.clusterkit.protocol.stream;

import io.clusterkit.member.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sockets that a test can lay hands on. */
final class LoopbackSockets implements StreamSockets {
    final List<ServerSocket> servers = new CopyOnWriteArrayList<>();
    volatile boolean refuseListening;
    volatile boolean refuseAdmission;
    volatile boolean acceptFails;

    /** Refuses attributes, as some systems do when the other side is gone already. */
    private static final class StubbornSocket extends Socket {
        @Override
        public void setTcpNoDelay(boolean on) throws SocketException {
            throw new SocketException("Invalid argument");
        }
    }

    @Override
    public String id() {
        return "x";
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public ServerSocket listen(int backlog) throws IOException {
        if (refuseListening) {
            throw new IOException("no server today");
        }
        ServerSocket server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress()) {
            @Override
            public Socket accept() throws IOException {
                Socket accepted = new StubbornSocket();
                implAccept(accepted);
                if (acceptFails) {
                    accepted.close();
                    throw new IOException("Too many open files");
                }
                return accepted;
            }
        };
        servers.add(server);
        return server;
    }

    @Override
    public boolean hasFixedAddress() {
        return false;
    }

    @Override
    public Map<String, String> props(ServerSocket listening) {
        return Map.of("port", Integer.toString(listening.getLocalPort()));
    }

    @Override
    public String describe(ServerSocket listening) {
        return "loopback";
    }

    @Override
    public void admit(Socket accepted) throws IOException {
        if (refuseAdmission) {
            throw new IOException("not admitted");
        }
    }

    @Override
    public Socket newSocket() {
        return new StubbornSocket();
    }

    @Override
    public void connect(Socket socket, Member member, Duration timeout) throws IOException {
        int port = Integer.parseInt(member.props("x").getOrDefault("port", "0"));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public String remoteAddress(Socket socket) {
        return "127.0.0.1";
    }

    @Override
    public boolean isLocalOnly() {
        return true;
    }
}
