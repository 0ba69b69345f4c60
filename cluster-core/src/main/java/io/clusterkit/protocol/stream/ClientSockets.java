package io.clusterkit.protocol.stream;

import io.clusterkit.member.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.springframework.integration.ip.tcp.connection.TcpNetClientConnectionFactory;

/** Opens connections to members. Thread-safe. */
final class ClientSockets implements Link.Connector {
    private final StreamSetup setup;
    private final Executor io;
    private final Connections live;
    private final Set<Socket> connecting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ClientSockets(StreamSetup setup, Executor io, Connections live) {
        this.setup = setup;
        this.io = io;
        this.live = live;
    }

    /** Blocks until there is a connection, at most for the connect timeout. */
    @Override
    public StreamConnection connect(Member member) throws IOException {
        if (!live.hasRoom()) {
            setup.counters().refused.increment();
            throw new IOException("there are " + live.size() + " connections already");
        }
        Factory factory = new Factory(member);
        try {
            return (StreamConnection) factory.getConnection();
        } catch (UncheckedIOException failure) {
            setup.counters().connectFailed.increment();
            throw failure.getCause();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while connecting", interrupted);
        }
    }

    /** Ends the attempts under way; there will be no more. */
    void close() {
        closed = true;
        connecting.forEach(FactorySetup::closeQuietly);
    }

    /** For one connection: members change their addresses, and a factory has one. */
    private final class Factory extends TcpNetClientConnectionFactory {
        private final Member member;

        Factory(Member member) {
            super(member.address(), 0);
            this.member = member;
            FactorySetup.apply(this, "cluster " + setup.sockets().name() + " client", io, event -> {});
            setTcpNetConnectionSupport(live);
            setSingleUse(true);
            // Instead of start(), which would log a line for each connection.
            setActive(true);
        }

        @Override
        protected Socket createSocket(String host, int port) throws IOException {
            Socket socket = setup.sockets().newSocket();
            connecting.add(socket);
            boolean connected = false;
            try {
                if (closed) {
                    throw new SocketException("the protocol is closed");
                }
                setup.sockets().connect(socket, member, setup.options().connectTimeout());
                connected = true;
                return socket;
            } finally {
                connecting.remove(socket);
                if (!connected) {
                    FactorySetup.closeQuietly(socket);
                }
            }
        }

        @Override
        protected void setSocketAttributes(Socket socket) {
            FactorySetup.attributes(socket, super::setSocketAttributes);
        }
    }
}
