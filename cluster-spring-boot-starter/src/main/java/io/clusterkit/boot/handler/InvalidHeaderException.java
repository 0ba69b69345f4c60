package io.clusterkit.boot.handler;

import org.jspecify.annotations.Nullable;

/** A header is missing, or not what was wanted. Its message may be told to whoever sent it. */
final class InvalidHeaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidHeaderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
