package io.clusterkit.benchmarks.node;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Stream sockets of one kind, found by port numbers. */
interface RawSockets {
    ServerSocket bind(int port) throws IOException;

    Socket connect(int port) throws IOException;

    static RawSockets tcp() {
        return new RawSockets() {
            @Override
            public ServerSocket bind(int port) throws IOException {
                return new ServerSocket(port, 128, InetAddress.getLoopbackAddress());
            }

            @Override
            public Socket connect(int port) throws IOException {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                return socket;
            }
        };
    }

    static RawSockets unix() {
        return new RawSockets() {
            @Override
            public ServerSocket bind(int port) throws IOException {
                File path = path(port);
                path.deleteOnExit();
                return AFUNIXServerSocket.bindOn(AFUNIXSocketAddress.of(path));
            }

            @Override
            public Socket connect(int port) throws IOException {
                return AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(path(port)));
            }

            private File path(int port) {
                return new File(System.getProperty("java.io.tmpdir"), "cluster-benchmark-" + port + ".sock");
            }
        };
    }

    /** Connects, again and again until somebody listens or 10 s are over. */
    default Socket connectSoon(int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (true) {
            try {
                return connect(port);
            } catch (IOException refused) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("nobody listens at " + new InetSocketAddress("localhost", port), refused);
                }
                Thread.sleep(10);
            }
        }
    }
}
