package io.clusterkit.protocol;

/** A protocol that reaches all members at once: the one by which they find each other. */
public interface BroadcastProtocol extends Protocol {
    /**
     * Sends a frame to all. Must not block: it is also called on the control loop.
     *
     * @param frame at most {@link #maxFrameBytes()} bytes; read only
     * @return whether it was handed to the network; if not, the cause is logged by the protocol
     */
    boolean broadcast(byte[] frame);

    /** The largest frame that it takes, in bytes. */
    int maxFrameBytes();
}
