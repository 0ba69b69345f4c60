package io.clusterkit.protocol.unix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server socket of junixsocket, bound, that gives {@link UnixSocket}s. */
final class UnixServerSocket extends ServerSocket {
    private static final Logger log = LoggerFactory.getLogger(UnixServerSocket.class);

    private static final long PATIENCE_MILLIS = 200;

    private final Path path;
    private final AFUNIXServerSocket socket;
    private final Semaphore accepting = new Semaphore(1);
    private volatile boolean closed;

    /** Binds; replaces the file of a socket that nobody listens on any more. */
    UnixServerSocket(Path path, int backlog) throws IOException {
        this.path = path;
        socket = AFUNIXServerSocket.newInstance();
        try {
            socket.setReuseAddress(false); // true would also take the file of a live one
            socket.bind(AFUNIXSocketAddress.of(path), backlog);
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    @Override
    public Socket accept() throws IOException {
        accepting.acquireUninterruptibly();
        try {
            AFUNIXSocket accepted = socket.accept();
            if (closed) {
                accepted.close(); // the one that woke this up, or one that came too late
                throw new SocketException("the server socket is closed");
            }
            return new UnixSocket(accepted);
        } finally {
            accepting.release();
        }
    }

    /**
     * Ends a waiting accept first, by connecting to it: junixsocket (2.11.1) does the same when it is closed, but then
     * never closes the other end of that connection.
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        boolean idle = accepting.tryAcquire();
        try {
            if (!idle) {
                wakeUp();
                idle = accepting.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            socket.close();
            if (idle) {
                accepting.release();
            }
        }
    }

    private void wakeUp() {
        try (AFUNIXSocket nobody = AFUNIXSocket.newInstance()) {
            nobody.connect(AFUNIXSocketAddress.of(path));
        } catch (IOException fileRemoved) {
            log.debug("{} can't be woken up, its file is gone", this, fileRemoved);
        }
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getLocalPort() {
        return 0;
    }

    @Override
    public boolean isBound() {
        return socket.isBound();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
