package io.clusterkit.cut;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between those who connect and a TCP server, and resets connections when told. */
final class CuttableProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService pumps = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cuttable-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile int target;
    private final AtomicInteger resets = new AtomicInteger();

    CuttableProxy() throws IOException {
        pumps.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Where to connect to from now on. */
    void target(int port) {
        target = port;
    }

    /** How many sockets were reset. */
    int resets() {
        return resets.get();
    }

    /** Ends all connections abruptly, on both sides. */
    void reset() throws IOException {
        for (Socket socket : List.copyOf(sockets)) {
            socket.setSoLinger(true, 0);
            socket.close();
            sockets.remove(socket);
            resets.incrementAndGet();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                sockets.add(near);
                sockets.add(far);
                pumps.execute(() -> pump(near, far));
                pumps.execute(() -> pump(far, near));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                to.getOutputStream().write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException reset) {
            // the other pump notices too
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        reset();
        pumps.shutdownNow();
    }
}
