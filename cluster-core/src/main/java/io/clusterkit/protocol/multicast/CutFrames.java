package io.clusterkit.protocol.multicast;

import io.clusterkit.codec.FrameDecoder;
import io.clusterkit.runtime.TimeSource;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts frames together that members of the original cut: one of more than 4096 bytes leaves as datagrams of 4096 bytes
 * and one with the rest, and only the first of them begins with a header (tcl-cluster 1.1.8, as its UDP sends). They are
 * told apart by the address and port they come from, which all members of a host share: what two of them send at the
 * same moment may be lost. A part that does not come is waited for shortly, and what waits is bounded in all.
 *
 * <p>Belongs to the receiving thread.
 */
final class CutFrames {
    /** Where the original cuts. */
    static final int CUT_BYTES = 4096;

    /** From one part to the next. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Sources that may have parts waiting here; the one that waits longest makes room. */
    static final int MAX_SOURCES = 32;

    /** Of all sources together. */
    static final int MAX_BYTES = 1 << 20;

    private final TimeSource time;
    private final MulticastCounters counters;
    private final Map<SocketAddress, Part> parts = new LinkedHashMap<>(); // oldest first
    private int waitingBytes;

    CutFrames(TimeSource time, MulticastCounters counters) {
        this.time = time;
        this.counters = counters;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(byte[] bytes, long sinceNanos) {}

    /**
     * What is to be handed on now that this datagram has come: itself, usually. Null if all of it waits for more.
     */
    @Nullable
    Whole take(SocketAddress source, byte[] bytes, int offset, int length) {
        boolean begins = FrameDecoder.mayBeginFrame(bytes, offset, length);
        if (parts.isEmpty() && (!begins || length != CUT_BYTES)) {
            return new Whole(bytes, offset, length); // nearly always
        }
        Part before = remove(source);
        if (before != null && (begins || isOver(before))) {
            counters.unfinished.increment();
            before = null;
        }
        if (before == null) {
            return begins && length == CUT_BYTES
                    ? keepRest(source, bytes, offset, length)
                    : new Whole(bytes, offset, length);
        }
        byte[] joined = Arrays.copyOf(before.bytes(), before.bytes().length + length);
        System.arraycopy(bytes, offset, joined, before.bytes().length, length);
        if (length == CUT_BYTES) {
            Whole whole = keepRest(source, joined, 0, joined.length);
            if (whole != null) {
                counters.joined.increment();
            }
            return whole;
        }
        if (FrameDecoder.wholeFrames(joined, 0, joined.length) < joined.length) {
            counters.unfinished.increment(); // a part between was lost, or belongs to another member
            return null;
        }
        counters.joined.increment();
        return new Whole(joined, 0, joined.length);
    }

    /** How many bytes wait for more. */
    int waitingBytes() {
        return waitingBytes;
    }

    /** Bytes that hold whole frames only, as far as lengths tell: the datagram's own, or put together. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(byte[] bytes, int offset, int length) {}

    private @Nullable Whole keepRest(SocketAddress source, byte[] bytes, int offset, int length) {
        int whole = FrameDecoder.wholeFrames(bytes, offset, length);
        if (whole < length) {
            keep(source, Arrays.copyOfRange(bytes, offset + whole, offset + length));
        }
        return whole == 0 ? null : new Whole(bytes, offset, whole);
    }

    private void keep(SocketAddress source, byte[] rest) {
        if (rest.length > MAX_BYTES) {
            counters.unfinished.increment();
            return;
        }
        Iterator<Part> oldest = parts.values().iterator();
        while (oldest.hasNext()) {
            Part part = oldest.next();
            boolean noRoom = parts.size() >= MAX_SOURCES || waitingBytes + rest.length > MAX_BYTES;
            if (!noRoom && !isOver(part)) {
                break;
            }
            oldest.remove();
            waitingBytes -= part.bytes().length;
            counters.unfinished.increment();
        }
        parts.put(source, new Part(rest, time.nanoTime()));
        waitingBytes += rest.length;
    }

    private @Nullable Part remove(SocketAddress source) {
        Part part = parts.remove(source);
        waitingBytes -= part == null ? 0 : part.bytes().length;
        return part;
    }

    private boolean isOver(Part part) {
        return time.nanoTime() - part.sinceNanos() > PATIENCE.toNanos();
    }
}
