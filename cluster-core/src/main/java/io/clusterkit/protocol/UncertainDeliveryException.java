package io.clusterkit.protocol;

import java.io.IOException;

/**
 * A frame was being handed to the kernel when the connection failed: it may or may not have arrived. It is reported as
 * failed and not tried by another protocol, so that it never arrives twice.
 */
public final class UncertainDeliveryException extends IOException {
    private static final long serialVersionUID = 1L;

    public UncertainDeliveryException(String message, Throwable cause) {
        super(message, cause);
    }
}
