package io.clusterkit.multiplexer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends clients. Their sockets are closed at once; the exit filters, being the user's code, are called at the end of the
 * round, when no list is being walked through. Owned by the relay's thread.
 */
final class Departures {
    private final Roster roster;
    private final Holds holds;
    private final Filters filters;
    private final Counts counts;
    private final InstanceLog log;
    private final List<Client> closed = new ArrayList<>();
    private final List<Client> toBeTold = new ArrayList<>();

    Departures(Roster roster, Holds holds, Filters filters, Counts counts, InstanceLog log) {
        this.roster = roster;
        this.holds = holds;
        this.filters = filters;
        this.counts = counts;
        this.log = log;
    }

    /** The client has ended its output and stays as a receiver. */
    void halfClosed(Client client) {
        roster.halfClosed(client);
        left(client);
    }

    /** Closes the client's connection, the first time it is called for it. */
    void close(Client client, CloseReason reason, @Nullable Throwable cause) {
        if (client.isClosed()) {
            return;
        }
        client.state = Client.State.CLOSED;
        client.link.close(reason == CloseReason.SLOW);
        client.queue.clear();
        holds.release(client);
        roster.closed(client);
        closed.add(client);
        left(client);
        switch (reason) {
            case SLOW -> counts.slowClientsDropped.increment();
            case IDLE -> counts.idleClosed.increment();
            case HANDSHAKE_FAILED -> counts.handshakesFailed.increment();
            case ENDED, BROKEN, DESTROYED, FAULT -> {
                // nothing to count
            }
        }
        if (reason == CloseReason.FAULT && cause != null) {
            log.error("a client is closed: the relay failed to serve it", cause);
        } else if (reason == CloseReason.SLOW) {
            log.info("{} is closed: {}", client, reason);
        } else {
            log.debug("{} is closed: {}", client, cause == null ? reason : reason + ": " + cause);
        }
    }

    private void left(Client client) {
        if (!client.exited) {
            client.exited = true;
            toBeTold.add(client);
        }
    }

    /** Forgets those who are closed, and calls the exit filters for those who have left. */
    void tellAll() {
        closed.forEach(roster::remove);
        closed.clear();
        List<Client> left = List.copyOf(toBeTold);
        toBeTold.clear();
        for (Client client : left) {
            filters.exited(client.id);
        }
    }
}
