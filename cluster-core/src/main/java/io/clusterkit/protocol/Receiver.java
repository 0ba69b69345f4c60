package io.clusterkit.protocol;

/**
 * Takes the bytes of one origin, in order, from one thread at a time. Decoding and filtering happen on the calling
 * thread, handlers run elsewhere; when their queue is full the call waits, so that the sender is slowed down. A receiver is
 * given either a stream or datagrams, never both.
 */
public interface Receiver {
    /** Bytes of a stream, cut anywhere. The array may be used again after the call. */
    void stream(byte[] bytes, int offset, int length);

    /** A datagram, or whatever holds whole frames only, and may come from different members. The array may be used again after the call. */
    void datagram(byte[] bytes, int offset, int length);
}
