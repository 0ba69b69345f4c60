package io.clusterkit.multiplexer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of the data: from a client through the filters to the others. Works in rounds: in a round it reads whoever has
 * sent something, at its end it writes to whoever is to receive something. Owned by the relay's thread.
 */
final class Relay {
    /** What one write may give to the system; more would be copied for nothing. */
    private static final int MOST_BYTES_PER_WRITE = 256 * 1024;

    private static final int MOST_BUFFERS_PER_WRITE = 64;

    private final Settings settings;
    private final Filters filters;
    private final Roster roster;
    private final Holds holds;
    private final Counts counts;
    private final Departures departures;
    private final Deadlines deadlines;
    private final Arena arena = new Arena();
    private final ByteBuffer[] gathered = new ByteBuffer[MOST_BUFFERS_PER_WRITE];
    private final List<Client> touched = new ArrayList<>();
    private final List<Client> resting = new ArrayList<>();
    private volatile boolean sendToOrigin;
    private long nowNanos;

    Relay(
            Settings settings,
            boolean sendToOrigin,
            Filters filters,
            Roster roster,
            Counts counts,
            Departures departures,
            Deadlines deadlines,
            Holds holds) {
        this.settings = settings;
        this.sendToOrigin = sendToOrigin;
        this.filters = filters;
        this.roster = roster;
        this.counts = counts;
        this.departures = departures;
        this.deadlines = deadlines;
        this.holds = holds;
    }

    /** May be called by any thread. */
    void sendToOrigin(boolean value) {
        sendToOrigin = value;
    }

    /** Whether there are clients to be read that the selector does not know of. */
    boolean isDue() {
        return !resting.isEmpty() && !holds.any();
    }

    /** A round begins: those who were not read because others held them back are read again, if nobody does any more. */
    void beginRound(long now) {
        nowNanos = now;
        if (!isDue()) {
            return;
        }
        List<Client> waiting = List.copyOf(resting);
        resting.clear();
        for (Client client : waiting) {
            client.resting = false;
            client.activeAtNanos = now;
            deadlines.plan(client);
            serve(client, client.link.hasInput(), false);
        }
    }

    /** Does what the client's socket is ready for. Never throws: what goes wrong ends this client alone. */
    void serve(Client client, boolean readable, boolean writable) {
        if (client.isClosed()) {
            return;
        }
        try {
            if (!client.link.isBusy() && (client.state != Client.State.JOINING || join(client))) {
                if (writable) {
                    flush(client);
                }
                if ((readable || client.link.hasInput()) && client.sends()) {
                    receive(client);
                }
            }
            client.updateInterest();
        } catch (IOException failure) {
            boolean joining = client.state == Client.State.JOINING;
            departures.close(client, joining ? CloseReason.HANDSHAKE_FAILED : CloseReason.BROKEN, failure);
        } catch (RuntimeException | Error failure) {
            departures.close(client, CloseReason.FAULT, failure);
        }
    }

    private boolean join(Client client) throws IOException {
        if (!client.link.establish()) {
            return false;
        }
        client.state = Client.State.OPEN;
        roster.opened(client);
        client.activeAtNanos = nowNanos;
        deadlines.plan(client);
        return true;
    }

    private void receive(Client client) throws IOException {
        int got;
        do {
            if (holds.any()) {
                client.resting = true;
                resting.add(client);
                return;
            }
            if (!arena.hasRoom(settings.readBytes())) {
                finishWrites();
            }
            got = client.link.read(arena.room(settings.readBytes()));
            if (got > 0) {
                client.activeAtNanos = nowNanos;
                counts.bytesIn.add(got);
                relay(client, arena.keep(got));
            }
        } while (got > 0 && client.link.hasInput() && client.sends());
        if (got < 0) {
            ended(client);
        }
    }

    private void relay(Client sender, ByteBuffer data) {
        boolean toOrigin = sendToOrigin;
        if (filters.data.isEmpty()) {
            Chunk chunk = Chunk.inArena(data);
            for (Client each : roster.all()) {
                if (each.receives() && (toOrigin || each != sender)) {
                    offer(each, chunk);
                }
            }
            return;
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        long origin = sender.id.id();
        MultiplexerData filtered = filters.run(
                new MultiplexerData(sender.id, bytes, client -> toOrigin || client.id() != origin), roster::receivers);
        if (filtered.isDropped() || filtered.size() == 0) {
            counts.chunksDropped.increment();
            return;
        }
        Chunk chunk = Chunk.of(filtered.array());
        for (Client each : roster.all()) {
            if (each.receives() && filtered.isFor(each.id)) {
                offer(each, chunk);
            }
        }
    }

    /** Puts the chunk into the client's queue, or does what the policy says when there is no room. */
    private void offer(Client client, Chunk chunk) {
        SendQueue queue = client.queue;
        if (!queue.fits(chunk) && !flushed(client)) {
            return;
        }
        touch(client);
        if (queue.fits(chunk)) {
            queue.add(chunk);
        } else {
            switch (settings.slowClientPolicy()) {
                case DROP_CLIENT -> departures.close(client, CloseReason.SLOW, null);
                case DROP_OLDEST -> counts.chunksDropped.add(queue.addDroppingOldest(chunk));
                case STOP_READING_SENDERS -> queue.add(chunk); // only what filters made larger comes to this
            }
        }
        if (queue.cost() > settings.highMark() && flushed(client) && queue.cost() > settings.highMark()) {
            holds.behind(client);
        }
    }

    private void touch(Client client) {
        if (!client.touched) {
            client.touched = true;
            touched.add(client);
        }
    }

    /**
     * Writes what the socket takes.
     *
     * @return whether the client is still there
     */
    private boolean flushed(Client client) {
        try {
            flush(client);
        } catch (IOException failure) {
            departures.close(client, CloseReason.BROKEN, failure);
        }
        return !client.isClosed();
    }

    private void flush(Client client) throws IOException {
        SendQueue queue = client.queue;
        boolean taking = true;
        while (taking && !queue.isEmpty() && !client.link.isBusy()) {
            int count = queue.gather(gathered, MOST_BYTES_PER_WRITE);
            long offered = 0;
            for (int i = 0; i < count; i++) {
                offered += gathered[i].remaining();
            }
            long taken = client.link.write(gathered, count);
            taking = taken == offered;
            if (taken > 0) {
                queue.sent(taken);
                counts.bytesOut.add(taken);
                client.activeAtNanos = nowNanos;
                client.patience.regain(taken);
            }
        }
        if (queue.isEmpty() && client.link.hasOutput()) {
            client.link.write(gathered, 0); // what it took before, no more
        }
        client.blocked = !queue.isEmpty();
        if (queue.cost() <= settings.lowMark()) {
            holds.release(client);
        }
    }

    /** The client has ended its output: it has left as a sender, and may go on as a receiver. */
    private void ended(Client client) {
        if (settings.halfClosedTimeout().isZero()) {
            if (flushed(client)) {
                departures.close(client, CloseReason.ENDED, null);
            }
            return;
        }
        client.state = Client.State.HALF_CLOSED;
        client.activeAtNanos = nowNanos;
        deadlines.plan(client);
        departures.halfClosed(client);
    }

    /** A round ends: what came in it goes out, or waits in memory of its own. */
    void endRound() {
        finishWrites();
        departures.tellAll();
    }

    private void finishWrites() {
        for (Client client : touched) {
            client.touched = false;
            if (client.isClosed()) {
                continue;
            }
            if (client.blocked || flushed(client)) {
                client.queue.settle();
                client.updateInterest();
            }
        }
        touched.clear();
        arena.clear();
    }
}
