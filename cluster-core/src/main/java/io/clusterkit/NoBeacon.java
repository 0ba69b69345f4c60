package io.clusterkit;

import io.clusterkit.protocol.BroadcastProtocol;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.ProtocolContext;
import java.net.ConnectException;
import java.util.Map;

/** Takes what is said to all, and nobody hears it. */
final class NoBeacon implements BroadcastProtocol {
    @Override
    public String id() {
        return ClusterOptions.BEACON;
    }

    @Override
    public void open(ProtocolContext context) {}

    @Override
    public Map<String, String> props() {
        return Map.of();
    }

    @Override
    public int maxFrameBytes() {
        return ClusterOptions.DEFAULT_MAX_DATAGRAM_BYTES;
    }

    @Override
    public boolean broadcast(byte[] frame) {
        return true;
    }

    @Override
    public void send(Delivery delivery) {
        delivery.failed(new ConnectException("there is no network"));
    }

    @Override
    public void close() {}
}
