package io.clusterkit.multiplexer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Takes connections and makes clients of those that may come in. Owned by the relay's thread. */
final class Reception {
    /** Connections taken in one round, so that a rush of them does not keep the data waiting. */
    private static final int MOST_PER_ROUND = 64;

    private static final long PAUSE_NANOS = 200_000_000;

    private final Settings settings;
    private final Doorkeeper doorkeeper;
    private final Roster roster;
    private final Deadlines deadlines;
    private final Departures departures;
    private final Relay relay;
    private final Counts counts;
    private final InstanceLog log;
    private final InstanceLog.Repeated trouble;
    private final Selector selector;
    private final SelectionKey key;
    private final @Nullable TlsScratch tls;
    private boolean pausing;
    private long resumeAtNanos;

    Reception(
            Settings settings,
            Doorkeeper doorkeeper,
            Roster roster,
            Deadlines deadlines,
            Departures departures,
            Relay relay,
            Counts counts,
            InstanceLog log,
            SelectionKey key,
            @Nullable TlsScratch tls) {
        this.settings = settings;
        this.doorkeeper = doorkeeper;
        this.roster = roster;
        this.deadlines = deadlines;
        this.departures = departures;
        this.relay = relay;
        this.counts = counts;
        this.log = log;
        this.trouble = log.repeated();
        this.selector = key.selector();
        this.key = key;
        this.tls = tls;
    }

    /** Connections wait. */
    void accept(long nowNanos) {
        ServerSocketChannel server = (ServerSocketChannel) key.channel();
        try {
            for (int i = 0; i < MOST_PER_ROUND; i++) {
                SocketChannel channel = server.accept();
                if (channel == null) {
                    return;
                }
                welcome(channel, nowNanos);
            }
        } catch (IOException failure) {
            if (!server.isOpen()) {
                return;
            }
            // Out of descriptors, most likely. The connection still waits: without a pause it would be tried for ever.
            trouble.warn("can't take a connection, trying again soon", failure);
            pausing = true;
            resumeAtNanos = nowNanos + PAUSE_NANOS;
            key.interestOps(0);
        }
    }

    /** After which time it wants to be called; the longest time if it does not. */
    long nanosLeft(long nowNanos) {
        return pausing ? Math.max(0, resumeAtNanos - nowNanos) : Long.MAX_VALUE;
    }

    void resumeIfDue(long nowNanos) {
        if (pausing && nowNanos - resumeAtNanos >= 0) {
            pausing = false;
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void welcome(SocketChannel channel, long nowNanos) {
        Client client = null;
        try {
            MultiplexerClient newcomer = identify(channel);
            String refusal = doorkeeper.refusal(newcomer, nowNanos);
            if (refusal != null) {
                counts.denied.increment();
                log.debug("{} is denied: {}", newcomer, refusal);
                PlainLink.close(channel, false);
                return;
            }
            client = admit(channel, newcomer, nowNanos);
        } catch (IOException | RuntimeException failure) {
            trouble.warn("a connection could not be set up", failure);
            PlainLink.close(channel, true);
        }
        if (client != null) {
            relay.serve(client, false, false);
        }
    }

    private MultiplexerClient identify(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress remote) {
            return new MultiplexerClient(roster.nextId(), remote.getAddress().getHostAddress(), remote.getPort());
        }
        return new MultiplexerClient(roster.nextId(), MultiplexerClient.UNIX, 0);
    }

    /** From here on the connection is a client, and its exit filters will run. */
    private Client admit(SocketChannel channel, MultiplexerClient id, long nowNanos) throws IOException {
        channel.configureBlocking(false);
        if (id.port() != 0) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        SelectionKey clientKey = channel.register(selector, 0);
        SendQueue queue = new SendQueue(settings.clientBufferBytes(), counts.buffered);
        Patience patience = new Patience(settings.slowClientPatience().toNanos(), settings.clientBufferBytes());
        Client client = new Client(id, clientKey, queue, patience, nowNanos);
        client.link = new PlainLink(channel);
        clientKey.attach(client);
        roster.add(client);
        counts.accepted.increment();
        log.debug("{} is connected, one of {}", id, roster.size());
        if (tls != null && settings.sslEngines() != null) {
            deadlines.plan(client);
            try {
                client.link =
                        new TlsLink(channel, settings.sslEngines().get(), tls, () -> relay.serve(client, false, false));
            } catch (IOException | RuntimeException failure) {
                trouble.warn("no TLS for a client", failure);
                departures.close(client, CloseReason.HANDSHAKE_FAILED, failure);
            }
        }
        return client;
    }
}
