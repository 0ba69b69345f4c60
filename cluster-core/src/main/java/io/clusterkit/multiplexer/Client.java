package io.clusterkit.multiplexer;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;

/** One connection that was granted access. Owned by the relay's thread. */
final class Client {
    /** Where a client stands; it only moves forward. */
    enum State {
        /** Granted, but its link can't carry data yet. */
        JOINING,
        /** Sends and receives. */
        OPEN,
        /** Ended its output; receives. */
        HALF_CLOSED,
        /** Gone. */
        CLOSED
    }

    final MultiplexerClient id;
    final SendQueue queue;
    final Patience patience;

    @SuppressWarnings("NullAway.Init") // set right after construction: a TLS link calls back its client
    Link link;

    State state = State.JOINING;

    /** When it came; later, when a byte last went in either direction. */
    long activeAtNanos;

    /** Whether the selector will tell when its socket takes data again. */
    boolean blocked;

    /** Whether it is not read, because the senders are held back. */
    boolean resting;

    /** Whether it is among those to be flushed at the end of the round. */
    boolean touched;

    /** Whether its exit filters ran, or are about to. */
    boolean exited;

    private final SelectionKey key;
    private int interest;

    Client(MultiplexerClient id, SelectionKey key, SendQueue queue, Patience patience, long nowNanos) {
        this.id = id;
        this.key = key;
        this.queue = queue;
        this.patience = patience;
        this.activeAtNanos = nowNanos;
    }

    boolean receives() {
        return state == State.OPEN || state == State.HALF_CLOSED;
    }

    boolean sends() {
        return state == State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Tells the selector what to wait for. */
    void updateInterest() {
        if (state == State.CLOSED) {
            return;
        }
        int wanted = 0;
        if (!link.isBusy()) {
            wanted = (state == State.JOINING || (state == State.OPEN && !resting) ? SelectionKey.OP_READ : 0)
                    | (blocked || link.hasOutput() ? SelectionKey.OP_WRITE : 0);
        }
        if (wanted != interest) {
            interest = wanted;
            try {
                key.interestOps(wanted);
            } catch (CancelledKeyException closedFromOutside) {
                interest = 0; // the next use of its link fails, and that ends the client
            }
        }
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
