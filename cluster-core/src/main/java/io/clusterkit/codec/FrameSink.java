package io.clusterkit.codec;

import io.clusterkit.packet.Packet;

/**
 * Takes what a {@link FrameDecoder} finds, in the order of the bytes, on the thread that feeds it. Must not feed the
 * decoder. If it throws, the exception reaches the feeder and the decoder is of no further use.
 */
public interface FrameSink {
    /**
     * A packet, which shares nothing with the bytes it came from.
     *
     * @param packet the packet
     * @param frameBytes the bytes its frame took
     */
    void packet(Packet packet, int frameBytes);

    /** Something that is no packet; the decoder goes on behind it. */
    void error(DecodeError error);
}
