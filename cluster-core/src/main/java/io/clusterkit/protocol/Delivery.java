package io.clusterkit.protocol;

import io.clusterkit.member.Member;

/** One frame on its way to one member by one protocol. */
public interface Delivery {
    Member target();

    /** The whole frame; read only. */
    byte[] frame();

    /**
     * Whether {@link #sent} should wait until the other side has taken the frame, if the protocol can learn that of this
     * member. What is answered anyway needs no receipt.
     */
    default boolean wantsReceipt() {
        return false;
    }

    /** The frame was handed to the kernel (or whatever carries it), or has arrived, see {@link #wantsReceipt}. */
    void sent();

    /**
     * The frame was not handed over and will not be: it is then sent by another protocol, unless the cause is an
     * {@link UncertainDeliveryException} (it may have arrived) or a {@link QueueFullException} (the way is busy, not
     * broken).
     *
     * @param cause why
     */
    void failed(Throwable cause);
}
