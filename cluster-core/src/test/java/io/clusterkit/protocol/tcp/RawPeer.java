package io.clusterkit.protocol.tcp;

import io.clusterkit.member.Member;
import io.clusterkit.protocol.RecordingDelivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A member that is only a server socket, and does with its connections what the test says. */
final class RawPeer implements AutoCloseable {
    /** What to do with a connection, on a thread of its own. */
    interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    RawPeer(int receiveBufferBytes, Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            server = new ServerSocket();
            if (receiveBufferBytes > 0) {
                server.setReceiveBufferSize(receiveBufferBytes);
            }
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        start(this::accept);
    }

    Member member() {
        return RecordingDelivery.member("rawpeer0", "t", Map.of("port", Integer.toString(server.getLocalPort())));
    }

    /** The connections it got, oldest first. */
    List<Socket> sockets() {
        return sockets;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        try {
            for (Thread thread : threads) {
                thread.join(5_000);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            sockets.add(socket);
            start(() -> {
                try (socket) {
                    behaviour.serve(socket);
                }
            });
        }
    }

    private void start(Action action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (IOException ended) {
                        // its socket was closed
                    }
                },
                "raw-peer");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private interface Action {
        void run() throws IOException;
    }
}
