package io.clusterkit.protocol.stream;

import io.clusterkit.member.Member;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Sockets of no network: nobody connects, and nobody can be connected to. */
final class NoSockets implements StreamSockets {
    private final String id;

    NoSockets(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return "none";
    }

    @Override
    public ServerSocket listen(int backlog) throws IOException {
        return new SilentServer();
    }

    @Override
    public boolean hasFixedAddress() {
        return false;
    }

    @Override
    public Map<String, String> props(ServerSocket listening) {
        return Map.of("none", "");
    }

    @Override
    public String describe(ServerSocket listening) {
        return "nothing";
    }

    @Override
    public Socket newSocket() {
        return new Socket();
    }

    @Override
    public void connect(Socket socket, Member member, Duration timeout) throws IOException {
        throw new ConnectException("there is no network");
    }

    @Override
    public String remoteAddress(Socket socket) {
        return "";
    }

    private static final class SilentServer extends ServerSocket {
        private final CountDownLatch closed = new CountDownLatch(1);

        /** Not bound: the system knows nothing of it. */
        SilentServer() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            throw new SocketException("closed");
        }

        @Override
        public void close() throws IOException {
            super.close();
            closed.countDown();
        }

        @Override
        public InetAddress getInetAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public int getLocalPort() {
            return 0;
        }
    }
}
