package io.clusterkit.protocol;

import io.clusterkit.member.MemberId;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.WaitingCallers;
import java.util.concurrent.Executor;

/** What a protocol gets from its member. Thread-safe. */
public interface ProtocolContext {
    /** The member that this protocol works for. */
    MemberId self();

    /**
     * Takes what comes from {@code origin}. One for each connection; one for each sender of datagrams, or one for all
     * that come from the same place. May be made at any time from {@link Protocol#open} on; what comes before the member
     * has joined is dropped and counted.
     */
    Receiver receiver(Origin origin);

    /** The properties changed: a heartbeat with the new ones goes out soon. */
    void propsChanged();

    /**
     * Others than before may hear this member by this protocol, as after a change of the interface it uses, or what was
     * sent to all did not leave: the member tells them all of itself and asks who is there. Does not block.
     */
    default void audienceChanged() {
        propsChanged();
    }

    /** For work that blocks: connecting, reading, re-opening. Platform threads. */
    Executor io();

    ClusterRuntime runtime();

    /** The threads that wait for answers, which may read them. */
    default WaitingCallers callers() {
        return new WaitingCallers(false);
    }

    /** Counts what a protocol drops or repairs. */
    Counters counters();

    /** Whether this address, as text, is one of this host's. */
    boolean isLocalAddress(String address);
}
