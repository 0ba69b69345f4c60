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
    /** Bytes that are given to the stream at once, unless one frame has more. */
    private static final int WRITE_BYTES = 64 << 10;

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

    /** Writes all, by few large writes: to give each short frame to the stream would cost more than its bytes. */
    void writeTo(OutputStream out) throws IOException {
        if (lead.length > 0) {
            out.write(lead, 0, lead.length);
        }
        while (begun < deliveries.size()) {
            byte[] next = begin();
            out.write(next, 0, next.length);
        }
    }

    /** The bytes of the next frames, of one at least; they count as begun. */
    private byte[] begin() {
        int first = begun;
        byte[] frame = deliveries.get(first).frame();
        int bytes = frame.length;
        int end = first + 1;
        for (int n = deliveries.size(); end < n; end++) {
            int more = deliveries.get(end).frame().length;
            if (bytes + more > WRITE_BYTES) {
                break;
            }
            bytes += more;
        }
        begun = end;
        return end == first + 1 ? frame : joined(first, end, bytes);
    }

    private byte[] joined(int first, int end, int bytes) {
        byte[] all = new byte[bytes];
        int at = 0;
        for (int i = first; i < end; i++) {
            byte[] frame = deliveries.get(i).frame();
            System.arraycopy(frame, 0, all, at, frame.length);
            at += frame.length;
        }
        return all;
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
