package io.clusterkit.protocol;

import io.clusterkit.member.Member;

/** One frame on its way to one member by one protocol. */
public interface Delivery {
    Member target();

    /** The whole frame; read only. */
    byte[] frame();

    /** The frame was handed to the kernel (or whatever carries it). */
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
