package io.clusterkit.protocol;

import io.clusterkit.member.Member;

/** One frame on its way to one member by one protocol. */
public interface Delivery {
    Member target();

    /** The whole frame; read only. */
    byte[] frame();

    /** The length of {@link #frame} in bytes, which is known before it is made. */
    default int frameLength() {
        return frame().length;
    }

    /**
     * Writes {@link #frame} into a larger buffer. Whoever sends many frames at once spares an array for each.
     *
     * @param at where it begins; {@link #frameLength} bytes from there on are overwritten
     */
    default void writeFrame(byte[] to, int at) {
        byte[] frame = frame();
        System.arraycopy(frame, 0, to, at, frame.length);
    }

    /**
     * Whether {@link #sent} should wait until the other side has taken the frame, if the protocol can learn that of this
     * member. What is answered anyway needs no receipt.
     */
    default boolean wantsReceipt() {
        return false;
    }

    /**
     * The frame is about to leave, in part at least: it is not asked for any more, and the end is {@link #sent} or an
     * {@link UncertainDeliveryException}. Need not be called.
     */
    default void leaving() {}

    /** The frame was handed to the kernel (or whatever carries it), or has arrived, see {@link #wantsReceipt}. */
    void sent();

    /**
     * As {@link #sent}, for this one and others behind it: one receipt stands for thousands. The default is for this one
     * alone.
     *
     * @param run deliveries that all were sent, each told once; read only
     * @param from the place of this one
     * @param to the place behind the last one
     * @return the place behind the last one that was told, at least {@code from + 1}; not one that failed to be told
     */
    default int sentWith(Delivery[] run, int from, int to) {
        sent();
        return from + 1;
    }

    /**
     * The frame was not handed over and will not be: it is then sent by another protocol, unless the cause is an
     * {@link UncertainDeliveryException} (it may have arrived) or a {@link QueueFullException} (the way is busy, not
     * broken).
     *
     * @param cause why
     */
    void failed(Throwable cause);
}
