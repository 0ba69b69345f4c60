package io.clusterkit.hook;

/** Thrown by a hook that stops a packet on purpose: counted, not logged. */
public final class CancelPacketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A stop.
     *
     * @param reason what the sender of a stopped query is told
     */
    public CancelPacketException(String reason) {
        super(reason);
    }
}
