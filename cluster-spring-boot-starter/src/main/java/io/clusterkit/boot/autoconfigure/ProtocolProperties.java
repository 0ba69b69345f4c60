package io.clusterkit.boot.autoconfigure;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Properties of single protocols. */
public class ProtocolProperties {
    private final Tcp tcp = new Tcp();

    private final Unix unix = new Unix();

    private final Multicast multicast = new Multicast();

    public Tcp getTcp() {
        return tcp;
    }

    public Unix getUnix() {
        return unix;
    }

    public Multicast getMulticast() {
        return multicast;
    }

    /** Properties of protocols over stream sockets. */
    public abstract static class Stream {
        /**
         * How long opening a connection may take, from 1 ms to 1 day.
         */
        private Duration connectTimeout = Duration.ofSeconds(2);

        /**
         * How long one write may take before its connection is closed, and how long a sender waits for space in a full queue;
         * from 1 ms to 1 day.
         */
        private Duration writeTimeout = Duration.ofSeconds(5);

        /**
         * A connection that carried nothing for so long is closed, from 1 ms to 1 day. Nothing is lost by that.
         */
        private Duration idleTimeout = Duration.ofSeconds(60);

        /**
         * Connections that may be open at once, both directions together, from 1 to 65535. Each has a thread that reads.
         */
        private int maxConnections = 1024;

        /**
         * Packets that may wait for one member, from 1 to 16777216.
         */
        private int maxQueuedPackets = 8192;

        /**
         * How much may wait for one member, at least one packet of the largest size and at most 2 GB. By default 16 MB, or the
         * largest packet if that may be larger.
         */
        private @Nullable DataSize maxQueuedSize;

        /**
         * Connections that may wait to be accepted, from 1 to 65535.
         */
        private int backlog = 128;

        public Duration getConnectTimeout() {
            return connectTimeout;
        }

        public void setConnectTimeout(Duration connectTimeout) {
            this.connectTimeout = connectTimeout;
        }

        public Duration getWriteTimeout() {
            return writeTimeout;
        }

        public void setWriteTimeout(Duration writeTimeout) {
            this.writeTimeout = writeTimeout;
        }

        public Duration getIdleTimeout() {
            return idleTimeout;
        }

        public void setIdleTimeout(Duration idleTimeout) {
            this.idleTimeout = idleTimeout;
        }

        public int getMaxConnections() {
            return maxConnections;
        }

        public void setMaxConnections(int maxConnections) {
            this.maxConnections = maxConnections;
        }

        public int getMaxQueuedPackets() {
            return maxQueuedPackets;
        }

        public void setMaxQueuedPackets(int maxQueuedPackets) {
            this.maxQueuedPackets = maxQueuedPackets;
        }

        public @Nullable DataSize getMaxQueuedSize() {
            return maxQueuedSize;
        }

        public void setMaxQueuedSize(@Nullable DataSize maxQueuedSize) {
            this.maxQueuedSize = maxQueuedSize;
        }

        public int getBacklog() {
            return backlog;
        }

        public void setBacklog(int backlog) {
            this.backlog = backlog;
        }
    }

    /** Properties of protocol "t". */
    public static class Tcp extends Stream {
        /**
         * Port to listen on, from 0 to 65535; 0 for a free one.
         */
        private int port = 0;

        /**
         * Address of this host to listen on. By default all.
         */
        private @Nullable InetAddress bindAddress;

        public int getPort() {
            return port;
        }

        public void setPort(int port) {
            this.port = port;
        }

        public @Nullable InetAddress getBindAddress() {
            return bindAddress;
        }

        public void setBindAddress(@Nullable InetAddress bindAddress) {
            this.bindAddress = bindAddress;
        }
    }

    /** Properties of protocol "u". */
    public static class Unix extends Stream {
        /**
         * Template of the socket's path, to which each member adds its sid: "dir/name.ext" becomes "dir/name-SID.ext". The
         * directory must be for this user only, and is made if missing. By default among the temporary files.
         */
        private @Nullable Path path;

        public @Nullable Path getPath() {
            return path;
        }

        public void setPath(@Nullable Path path) {
            this.path = path;
        }
    }

    /** Properties of protocol "c" that it does not share with the member. */
    public static class Multicast {
        /**
         * Receive buffer asked of the system, which may grant less; from 4 KB to 1 GB.
         */
        private DataSize receiveBufferSize = DataSize.ofMegabytes(4);

        public DataSize getReceiveBufferSize() {
            return receiveBufferSize;
        }

        public void setReceiveBufferSize(DataSize receiveBufferSize) {
            this.receiveBufferSize = receiveBufferSize;
        }
    }
}
