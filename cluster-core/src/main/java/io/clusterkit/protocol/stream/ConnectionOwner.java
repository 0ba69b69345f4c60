package io.clusterkit.protocol.stream;

import io.clusterkit.member.MemberId;

/** Told of the changes of a connection, on the thread that caused them, without any lock held. */
interface ConnectionOwner {
    /** This member speaks there. */
    void identified(StreamConnection connection, MemberId member);

    /** Do not write to it any more. May be called more than once. */
    void unusable(StreamConnection connection);

    /** Events came for which the other side wants a receipt: have it sent soon, on another thread. */
    void receiptDue(StreamConnection connection);

    /** The reader runs a task for somebody else: look soon whether that takes long. */
    void lent(StreamConnection connection);

    /** A task takes the reader's time: have {@link StreamConnection#readOn} called on another thread. */
    void readElsewhere(StreamConnection connection);

    /** Its socket is closed. Called once. */
    void closed(StreamConnection connection);

    /** What takes the bytes threw; the connection will be closed. */
    void receiverFailed(StreamConnection connection, Throwable failure);
}
