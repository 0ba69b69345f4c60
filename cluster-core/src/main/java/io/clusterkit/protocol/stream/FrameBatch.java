package io.clusterkit.protocol.stream;

import io.clusterkit.member.Member;
import io.clusterkit.protocol.Delivery;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Frames that are written together, by one write: each is copied behind the one before as it comes, so that no frame has
 * an array of its own. Belongs to one thread at a time. It remembers whether the writing began: before, no byte was given
 * to the stream, not even to its buffer.
 */
final class FrameBatch {
    /** Bytes of one batch, unless its only frame has more. Few enough that a broken write leaves few frames in doubt. */
    static final int MOST_BYTES = 64 << 10;

    static final int MOST_FRAMES = 1024;

    private byte[] bytes;
    private int length;
    private Delivery[] deliveries;
    private int count;
    private int events;
    private byte[] lead = {};
    private boolean receipted;
    private boolean begun;

    /**
     * Nothing yet.
     *
     * @param bytes room for the first frames
     * @param frames about how many will come
     */
    FrameBatch(byte[] bytes, int frames) {
        this.bytes = bytes;
        this.deliveries = new Delivery[Math.max(1, frames)];
    }

    /** A frame of the connection's own, for which nobody waits. */
    static FrameBatch of(byte[] frame) {
        FrameBatch batch = new FrameBatch(new byte[0], 0);
        batch.lead(frame);
        return batch;
    }

    /** A frame of the connection's own goes first. */
    void lead(byte[] frame) {
        this.lead = frame;
    }

    /** Whether one more frame, of this length, may go with those that are there. */
    boolean hasRoom(int frameLength) {
        return count == 0 || (count < MOST_FRAMES && length + frameLength <= MOST_BYTES);
    }

    /** Adds a frame; nothing is added if it can't be written. */
    void add(Delivery delivery, int frameLength) {
        int end = Math.addExact(length, frameLength);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(2 * bytes.length, MOST_BYTES)));
        }
        delivery.writeFrame(bytes, length);
        if (count == deliveries.length) {
            deliveries = Arrays.copyOf(deliveries, 2 * count);
        }
        deliveries[count++] = delivery;
        length = end;
        if (delivery.wantsReceipt()) {
            events++;
        }
    }

    /** How many frames it has. */
    int size() {
        return count;
    }

    /** The bytes of its frames. */
    int length() {
        return length;
    }

    /** How many of its frames are to be confirmed, if the other side gives receipts; it counts these and no others. */
    int events() {
        return events;
    }

    List<Delivery> deliveries() {
        return Arrays.asList(deliveries).subList(0, count);
    }

    /** Whom it is for, as the last one who sends to it sees it. */
    Member target() {
        return deliveries[count - 1].target();
    }

    /** The room of its frames, for others, once it is written. */
    byte[] room() {
        return bytes;
    }

    /** Those to be confirmed, in their order. */
    Delivery[] confirmable() {
        if (events == count) {
            return deliveries; // nearly always
        }
        Delivery[] some = new Delivery[events];
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (deliveries[i].wantsReceipt()) {
                some[next++] = deliveries[i];
            }
        }
        return some;
    }

    /** The other side will say that its events have come. */
    void receipted() {
        receipted = true;
    }

    boolean isReceipted() {
        return receipted;
    }

    /** Writes all at once: to give each short frame to the stream would cost more than its bytes. */
    void writeTo(OutputStream out) throws IOException {
        if (lead.length > 0) {
            out.write(lead, 0, lead.length);
        }
        if (length > 0) {
            begun = true;
            for (int i = 0; i < count; i++) {
                deliveries[i].leaving();
            }
            out.write(bytes, 0, length);
        }
    }

    /** Whether its frames were, at least in part, given to the stream; otherwise they surely did not leave. */
    boolean isBegun() {
        return begun;
    }

    /** Tells those that wait for no receipt that they were sent. */
    void tellSent() {
        if (!receipted || events == 0) {
            Reports.sent(deliveries, 0, count);
        } else if (events < count) {
            for (int i = 0; i < count; i++) {
                if (!deliveries[i].wantsReceipt()) {
                    Reports.sent(deliveries, i, i + 1);
                }
            }
        }
    }

    @Override
    public String toString() {
        return count + " frames";
    }
}
