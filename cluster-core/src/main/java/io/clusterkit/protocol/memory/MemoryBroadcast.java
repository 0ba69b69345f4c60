package io.clusterkit.protocol.memory;

import io.clusterkit.protocol.BroadcastProtocol;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.ProtocolContext;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The beacon of a member on a {@link MemoryNetwork}. */
final class MemoryBroadcast implements BroadcastProtocol {
    private final MemoryNetwork network;
    private final String address;
    private volatile @Nullable ProtocolContext context;

    MemoryBroadcast(MemoryNetwork network, String address) {
        this.network = network;
        this.address = address;
    }

    @Override
    public String id() {
        return "c";
    }

    @Override
    public void open(ProtocolContext context) {
        this.context = context;
        network.add(this);
    }

    @Override
    public Map<String, String> props() {
        return Map.of();
    }

    @Override
    public int maxFrameBytes() {
        return MemoryNetwork.MAX_DATAGRAM_BYTES;
    }

    @Override
    public boolean broadcast(byte[] frame) {
        if (context == null || frame.length > maxFrameBytes()) {
            return false;
        }
        network.multicast(this, frame);
        return true;
    }

    @Override
    public void send(Delivery delivery) {
        if (broadcast(delivery.frame())) {
            delivery.sent();
        } else {
            delivery.failed(new IOException("the network does not take " + delivery.frame().length + " bytes"));
        }
    }

    @Override
    public void close() {
        network.remove(this);
        context = null;
    }

    void arrive(String from, byte[] frame) {
        ProtocolContext open = context;
        if (open != null) {
            open.receiver(new MemoryOrigin(id(), from, open.isLocalAddress(from)))
                    .datagram(frame, 0, frame.length);
        }
    }

    String address() {
        return address;
    }

    String sid() {
        ProtocolContext open = context;
        return open == null ? "" : open.self().sid();
    }
}
