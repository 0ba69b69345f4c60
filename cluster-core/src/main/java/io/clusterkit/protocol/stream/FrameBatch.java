package io.clusterkit.protocol.stream;

import io.clusterkit.protocol.Delivery;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Frames that are written together and flushed once. Belongs to the thread that writes it. It remembers how far the
 * writing came: of the frames behind {@link #begun} no byte was given to the stream, not even to its buffer.
 */
final class FrameBatch {
    private final List<Delivery> deliveries;
    private byte[] lead = {};
    private int begun;

    FrameBatch(List<Delivery> deliveries) {
        this.deliveries = deliveries;
    }

    /** A frame of the connection's own goes first. */
    void lead(byte[] frame) {
        this.lead = frame;
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    void writeTo(OutputStream out) throws IOException {
        // A buffered stream locks itself for each write, which is cheap for who holds the lock already.
        synchronized (out) {
            out.write(lead);
            for (int i = 0, n = deliveries.size(); i < n; i++) {
                byte[] frame = deliveries.get(i).frame();
                begun++;
                out.write(frame, 0, frame.length);
            }
        }
    }

    /** The frames that were, at least in part, given to the stream. */
    List<Delivery> begun() {
        return deliveries.subList(0, begun);
    }

    /** The frames that surely did not leave. */
    List<Delivery> untouched() {
        return deliveries.subList(begun, deliveries.size());
    }

    @Override
    public String toString() {
        return deliveries.size() + " frames";
    }
}
