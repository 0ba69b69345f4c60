package io.clusterkit.protocol;

import java.io.IOException;

/**
 * A member takes frames more slowly than they are sent to it, and its queue stayed full. It is reported as failed and
 * not tried by another protocol: the way is not broken, it is busy.
 */
public final class QueueFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public QueueFullException(String message) {
        super(message);
    }
}
