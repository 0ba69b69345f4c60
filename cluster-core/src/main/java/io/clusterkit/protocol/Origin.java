package io.clusterkit.protocol;

import io.clusterkit.member.MemberId;

/** Where bytes come from: a connection, or the source of a datagram. */
public interface Origin {
    /** Id of the protocol they came by; answers go by it if they can. */
    String protocol();

    /** The sender's address as text; for a protocol without addresses {@code 127.0.0.1}. */
    String address();

    /** Whether the sender is on this host; see {@link ProtocolContext#isLocalAddress}. */
    boolean isLocal();

    /**
     * Told which member speaks here, once for each member: a connection-oriented protocol may answer that member over
     * this connection. Called on the thread that delivered the bytes. Must not block.
     */
    default void identified(MemberId member) {}

    /**
     * Offers the thread that delivered the bytes a task that will most likely be short, to run when it has handed on the
     * bytes at hand. Who takes it must read on by another thread if it takes long after all, or waits ({@link
     * io.clusterkit.runtime.LentThread}).
     *
     * @return whether it was taken
     */
    default boolean lend(Runnable task) {
        return false;
    }

    /**
     * Told that what came from here was an answer that a thread waits for in {@code Query.await}: it may ask anew soon,
     * and read the next answer itself ({@link io.clusterkit.runtime.WaitingCallers}). As {@link #identified}.
     */
    default void answeredWaiting() {}

    /** Told how many events came from here so far, when there are more. Called as {@link #identified}. */
    default void taken(long events) {}

    /** Told that the other side says it has taken so many events; 0 asks for such receipts. As {@link #identified}. */
    default void confirmed(long events) {}
}
