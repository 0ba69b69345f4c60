package io.clusterkit.multiplexer;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Which clients have had their time. Pure, but for the client's states that it reads. */
final class Deadlines {
    /** Looking at all clients is not free: it happens at most so often, and somebody's end may be late by so much. */
    private static final long SHORTEST_PAUSE_NANOS = 10_000_000;

    private final long idleNanos;
    private final long halfClosedNanos;
    private final long handshakeNanos;
    private boolean planned;
    private long nextNanos;

    Deadlines(Settings settings) {
        idleNanos = settings.idleTimeout().toNanos();
        halfClosedNanos = settings.halfClosedTimeout().toNanos();
        handshakeNanos = settings.handshakeTimeout().toNanos();
    }

    /** The client has come, or changed its state: its time may end before that of all others. */
    void plan(Client client) {
        long limit = limitOf(client);
        if (limit > 0) {
            plan(client.activeAtNanos + limit);
        }
    }

    private void plan(long atNanos) {
        if (!planned || atNanos - nextNanos < 0) {
            planned = true;
            nextNanos = atNanos;
        }
    }

    /** How long until somebody's time may end; the longest time if nobody's ever does. */
    long nanosLeft(long nowNanos) {
        return planned ? Math.max(0, nextNanos - nowNanos) : Long.MAX_VALUE;
    }

    /** Gives those whose time has ended to {@code ended}, and plans for the others. */
    void check(Roster roster, long nowNanos, BiConsumer<Client, CloseReason> ended) {
        if (nanosLeft(nowNanos) > 0) {
            return;
        }
        planned = false;
        for (Client client : roster.copy()) {
            long limit = limitOf(client);
            if (limit > 0 && nowNanos - client.activeAtNanos >= limit) {
                CloseReason reason = reasonOf(client);
                if (reason != null) {
                    ended.accept(client, reason);
                }
            } else {
                plan(client);
            }
        }
        if (planned && nextNanos - nowNanos < SHORTEST_PAUSE_NANOS) {
            nextNanos = nowNanos + SHORTEST_PAUSE_NANOS;
        }
    }

    /** How long the client may be silent in its state, 0 for ever. */
    private long limitOf(Client client) {
        return switch (client.state) {
            case JOINING -> handshakeNanos;
            case OPEN -> client.resting ? 0 : idleNanos; // it wants to send, and may not
            case HALF_CLOSED -> idleNanos > 0 ? Math.min(idleNanos, halfClosedNanos) : halfClosedNanos;
            case CLOSED -> 0;
        };
    }

    private static @Nullable CloseReason reasonOf(Client client) {
        return switch (client.state) {
            case JOINING -> CloseReason.HANDSHAKE_FAILED;
            case OPEN -> CloseReason.IDLE;
            case HALF_CLOSED -> CloseReason.ENDED;
            case CLOSED -> null;
        };
    }
}
