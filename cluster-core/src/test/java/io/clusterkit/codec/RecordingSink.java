package io.clusterkit.codec;

import io.clusterkit.packet.Packet;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a decoder found. */
final class RecordingSink implements FrameSink {
    final List<Packet> packets = new ArrayList<>();
    final List<Integer> frameBytes = new ArrayList<>();
    final List<DecodeError> errors = new ArrayList<>();

    @Override
    public void packet(Packet packet, int frameBytes) {
        packets.add(packet);
        this.frameBytes.add(frameBytes);
    }

    @Override
    public void error(DecodeError error) {
        errors.add(error);
    }
}
