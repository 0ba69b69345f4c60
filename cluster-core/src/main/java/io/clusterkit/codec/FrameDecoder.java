package io.clusterkit.codec;

import io.clusterkit.packet.Packet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the packets in what one connection sends, however it is cut. Not thread-safe: whoever reads the connection owns
 * it.
 *
 * <p>Bytes before a header are skipped. A header that turns out to begin no frame (too large a length, no trailer
 * behind the body) is given up and the search goes on right behind it, so that a good frame within the would-be body
 * is found. A frame whose body is no packet is reported and passed over as a whole.
 *
 * <p>Whole frames are decoded where they lie; only an unfinished one is kept, at most {@code maxFrameBytes} of it, in
 * an array of at most twice that, which grows with the bytes that have come and not with the length declared.
 */
public final class FrameDecoder {
    private static final byte[] NOTHING = {};
    private static final int MIN_CAPACITY = 256;

    /** A larger array is given back as soon as it is empty. */
    private static final int RETAINED_CAPACITY = 4096;

    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private final int maxFrameBytes;
    private @Nullable RepeatedFields repeated; // of a stream: datagrams may come from many, each with other values

    /** The unfinished frame lies in {@code [start, end)}. */
    private byte[] buffer = NOTHING;

    private int start;
    private int end;

    /** Bytes without which there is no point in looking at the unfinished frame again. */
    private int missing;

    /** Whether the bytes before this place were skipped and that was reported. */
    private boolean skipping;

    private long skippedBytes;

    /** A decoder that takes frames of up to {@link PacketCodec#DEFAULT_MAX_FRAME_BYTES}. */
    public FrameDecoder() {
        this(PacketCodec.DEFAULT_MAX_FRAME_BYTES);
    }

    /**
     * A decoder that takes frames of up to so many bytes, header and trailer included.
     *
     * @throws IllegalArgumentException if not even an empty packet could come through
     */
    public FrameDecoder(int maxFrameBytes) {
        if (maxFrameBytes < Frame.MIN_BYTES) {
            throw new IllegalArgumentException(
                    "maxFrameBytes must be at least " + Frame.MIN_BYTES + " but is " + maxFrameBytes);
        }
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Takes the next bytes of the stream. They are not kept: the caller may reuse the array. */
    public void feed(byte[] bytes, int offset, int length, FrameSink sink) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (repeated == null) {
            repeated = new RepeatedFields();
        }
        int limit = offset + length;
        int at = offset;
        // Only what the unfinished frame lacks is copied; what follows it is decoded in place.
        while (start < end && at < limit) {
            int taken = Math.min(missing, limit - at);
            missing -= taken;
            append(bytes, at, taken);
            at += taken;
            if (missing == 0) {
                start = scan(buffer, start, end, sink);
                releaseIfEmpty();
            }
        }
        if (at < limit) {
            int rest = scan(bytes, at, limit, sink);
            if (rest < limit) {
                append(bytes, rest, limit - rest);
            }
        }
    }

    /** Takes the end of the stream: an unfinished frame is an error. The decoder is then ready for another stream. */
    public void finish(FrameSink sink) {
        int rest = end - start;
        start = end;
        releaseIfEmpty();
        dropRest(rest, sink);
    }

    /**
     * Takes one datagram with any number of whole frames. An unfinished one at its end is an error, and nothing is
     * looked for in it: a frame within a payload that was cut off is no packet.
     *
     * @throws IllegalStateException if this decoder is in the midst of a stream
     */
    public void datagram(byte[] bytes, int offset, int length, FrameSink sink) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (start < end) {
            throw new IllegalStateException("this decoder is in the midst of a stream");
        }
        skipping = false;
        int limit = offset + length;
        dropRest(limit - scan(bytes, offset, limit, sink), sink);
    }

    /** Whether the bytes are, or may be the beginning of, a header. */
    public static boolean mayBeginFrame(byte[] bytes, int offset, int length) {
        return length > 0 && Frame.mayBeginAt(bytes, offset, offset + length);
    }

    /**
     * How many of the bytes are not part of an unfinished frame at their end, as far as lengths tell. Bytes that are no
     * frames at all count as whole: nothing that comes later makes frames of them.
     */
    public static int wholeFrames(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int end = offset + length;
        int at = offset;
        while (at < end && Frame.mayBeginAt(bytes, at, end)) {
            int lengthAt = Math.min(at + Frame.HEADER_BYTES, end);
            long bodyBytes = Varint.read(bytes, lengthAt, end);
            if (bodyBytes == Varint.OVERFLOW) {
                return length;
            }
            int bodyAt = bodyBytes == Varint.INCOMPLETE ? end : lengthAt + Varint.encodedLength(bytes, lengthAt);
            if (bodyBytes == Varint.INCOMPLETE || bodyBytes > end - bodyAt - Frame.TRAILER_BYTES) {
                return at - offset;
            }
            at = bodyAt + (int) bodyBytes + Frame.TRAILER_BYTES;
        }
        return length;
    }

    /** All bytes so far in which no frame was found; those of well-formed frames that held no packet do not count. */
    public long skippedBytes() {
        return skippedBytes;
    }

    /** The bytes kept of an unfinished frame. */
    public int bufferedBytes() {
        return end - start;
    }

    /** Handles what is whole in {@code [at, limit)}, returns where the rest begins and sets what that is missing. */
    private int scan(byte[] from, int at, int limit, FrameSink sink) {
        int frameAt = at;
        while (true) {
            int headerAt = Frame.nextBegin(from, frameAt, limit);
            skipGarbage(headerAt - frameAt, sink);
            frameAt = headerAt;
            int lengthAt = frameAt + Frame.HEADER_BYTES;
            long bodyBytes = Varint.read(from, lengthAt, limit);
            if (bodyBytes == Varint.INCOMPLETE) {
                missing = 1;
                return frameAt;
            }
            if (bodyBytes == Varint.OVERFLOW) {
                frameAt = giveUp(frameAt, DecodeError.VARINT_OVERFLOW, sink);
                continue;
            }
            int bodyAt = lengthAt + Varint.encodedLength(from, lengthAt);
            int around = bodyAt - frameAt + Frame.TRAILER_BYTES;
            if (bodyBytes > maxFrameBytes - around) {
                frameAt = giveUp(frameAt, DecodeError.FRAME_TOO_LARGE, sink);
                continue;
            }
            int frameBytes = around + (int) bodyBytes;
            int present = limit - frameAt;
            if (frameBytes > present) {
                missing = frameBytes - present;
                return frameAt;
            }
            int trailerAt = bodyAt + (int) bodyBytes;
            if (!Frame.hasTrailer(from, trailerAt)) {
                frameAt = giveUp(frameAt, DecodeError.BAD_TRAILER, sink);
                continue;
            }
            skipping = false;
            frameAt += frameBytes;
            deliver(from, bodyAt, trailerAt, frameBytes, sink);
        }
    }

    private void deliver(byte[] from, int bodyAt, int bodyEnd, int frameBytes, FrameSink sink) {
        Packet packet;
        try {
            packet = PacketReader.body(from, bodyAt, bodyEnd, repeated);
        } catch (DecodeException e) {
            sink.error(e.error());
            return;
        }
        sink.packet(packet, frameBytes);
    }

    private void skipGarbage(int bytes, FrameSink sink) {
        if (bytes == 0) {
            return;
        }
        skippedBytes += bytes;
        if (!skipping) {
            skipping = true;
            sink.error(DecodeError.GARBAGE_SKIPPED);
        }
    }

    /** Reports a header that begins no frame and returns where to look for the next. */
    private int giveUp(int headerAt, DecodeError cause, FrameSink sink) {
        skippedBytes += Frame.HEADER_BYTES;
        skipping = true;
        sink.error(cause);
        return headerAt + Frame.HEADER_BYTES;
    }

    private void dropRest(int rest, FrameSink sink) {
        missing = 0;
        skipping = false;
        if (rest > 0) {
            skippedBytes += rest;
            sink.error(DecodeError.TRUNCATED);
        }
    }

    private void append(byte[] from, int at, int bytes) {
        if (bytes > buffer.length - end) {
            makeRoom(bytes);
        }
        System.arraycopy(from, at, buffer, end, bytes);
        end += bytes;
    }

    /**
     * Moves the unfinished frame to the front of the same or a larger array. Each byte moved is paid for by one that
     * came since the last move, or else a sender of many bad headers could have all of it moved for each byte it sends.
     */
    private void makeRoom(int bytes) {
        int held = end - start;
        int needed = held + bytes;
        byte[] to = buffer;
        if (start < held || needed > buffer.length) {
            int capacity = (int) Math.min(2L * needed, MAX_CAPACITY);
            if (start == 0) {
                // Headers given up come to lie before the start; without any, the frame's end is the end of it.
                capacity = Math.min(capacity, needed + missing);
            }
            to = new byte[Math.max(capacity, MIN_CAPACITY)];
        }
        System.arraycopy(buffer, start, to, 0, held);
        buffer = to;
        start = 0;
        end = held;
    }

    private void releaseIfEmpty() {
        if (start == end) {
            start = 0;
            end = 0;
            if (buffer.length > RETAINED_CAPACITY) {
                buffer = NOTHING;
            }
        }
    }
}
