package io.clusterkit.multiplexer;

/** What happens when more data waits for a client than its bound allows. */
public enum SlowClientPolicy {
    /** The client is closed; the others don't notice. */
    DROP_CLIENT,

    /** What waits longest is thrown away, in whole chunks, until the new data fits. */
    DROP_OLDEST,

    /**
     * Nothing is lost: no sender is read until the client has taken enough, so everybody goes at the pace of the slowest.
     * A client that uses up its patience is closed.
     */
    STOP_READING_SENDERS
}
