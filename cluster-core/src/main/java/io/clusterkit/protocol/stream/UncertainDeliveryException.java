package io.clusterkit.protocol.stream;

import java.io.IOException;

/**
 * A connection broke while it took frames: a frame that fails with this may have arrived wholly, partly or not at all.
 * Only the frames that were already being written fail so; who sends one again accepts that it may arrive twice.
 * Any other cause of a failed delivery means that no byte of the frame left this process.
 */
public final class UncertainDeliveryException extends IOException {
    private static final long serialVersionUID = 1L;

    public UncertainDeliveryException(Throwable cause) {
        super(
                "the connection broke while the frame was written, it may have arrived partly or wholly: " + cause,
                cause);
    }
}
