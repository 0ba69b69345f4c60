package io.clusterkit.multiplexer;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The server's socket, bound. */
final class Listener {
    private static final int BACKLOG = 1024;

    private final ServerSocketChannel channel;
    private final @Nullable UnixSocketFile file;
    private final int port;

    private Listener(ServerSocketChannel channel, @Nullable UnixSocketFile file, int port) {
        this.channel = channel;
        this.file = file;
        this.port = port;
    }

    static Listener open(Settings settings) throws IOException {
        Path unixSocket = settings.unixSocket();
        return unixSocket == null ? openTcp(settings) : openUnix(settings, unixSocket);
    }

    private static Listener openTcp(Settings settings) throws IOException {
        InetSocketAddress address = settings.bindAddress() == null
                ? new InetSocketAddress(settings.port())
                : new InetSocketAddress(settings.bindAddress(), settings.port());
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(address, BACKLOG);
            return new Listener(channel, null, ((InetSocketAddress) channel.getLocalAddress()).getPort());
        } catch (IOException failure) {
            channel.close();
            throw explained(settings, address.toString(), failure);
        }
    }

    private static Listener openUnix(Settings settings, Path path) throws IOException {
        ServerSocketChannel channel;
        try {
            channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (UnsupportedOperationException none) {
            throw new IOException("this system has no Unix sockets", none);
        }
        try {
            return new Listener(channel, UnixSocketFile.bind(channel, path, BACKLOG), 0);
        } catch (IOException failure) {
            channel.close();
            throw explained(settings, path.toString(), failure);
        } catch (UnsupportedOperationException noOwners) {
            channel.close();
            throw new IOException("the file system of " + path + " does not tell owners and permissions", noOwners);
        }
    }

    private static IOException explained(Settings settings, String where, IOException failure) {
        IOException explained = new BindException(
                "multiplexer " + settings.name() + " can't listen on " + where + ": " + failure.getMessage());
        explained.initCause(failure);
        return explained;
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** The port it got, 0 for a Unix socket. */
    int port() {
        return port;
    }

    /**
     * Takes the socket's file away and closes the socket; in this order, for as long as the socket is open nobody else
     * takes the path. Nothing happens the second time.
     */
    synchronized void close() throws IOException {
        if (channel.isOpen()) {
            if (file != null) {
                file.delete();
            }
            channel.close();
        }
    }
}
