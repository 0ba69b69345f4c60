package io.clusterkit.protocol.memory;

import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.ProtocolContext;
import java.io.IOException;
import java.net.ConnectException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stream protocol of a member on a {@link MemoryNetwork}: reliable, in order, refused across a partition. */
final class MemoryStream implements Protocol {
    private static final String PORT = "port";

    private final String id;
    private final boolean localOnly;
    private final MemoryNetwork network;
    private final String address;
    private volatile int port;
    private volatile @Nullable ProtocolContext context;

    MemoryStream(String id, boolean localOnly, MemoryNetwork network, String address) {
        this.id = id;
        this.localOnly = localOnly;
        this.network = network;
        this.address = address;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isLocalOnly() {
        return localOnly;
    }

    @Override
    public void open(ProtocolContext context) {
        this.context = context;
        port = network.add(this);
    }

    @Override
    public Map<String, String> props() {
        Map<String, String> props = new LinkedHashMap<>(); // in this order, so that runs can be repeated exactly
        props.put(PORT, String.valueOf(port));
        props.put(HEADERS_PROPERTY, HEADERS_TAKEN);
        return props;
    }

    @Override
    public void send(Delivery delivery) {
        MemoryStream server;
        try {
            server = serverOf(delivery);
        } catch (IOException unreachable) {
            delivery.failed(unreachable);
            return;
        }
        network.stream(this, server, delivery.frame());
        delivery.sent();
    }

    private MemoryStream serverOf(Delivery delivery) throws IOException {
        String announced = delivery.target().props(id()).get(PORT);
        if (announced == null) {
            throw new ConnectException("the port of " + delivery.target().uuid() + " is not known");
        }
        MemoryStream server;
        try {
            server = network.connect(this, delivery.target().address(), Integer.parseInt(announced));
        } catch (NumberFormatException malformed) {
            throw new IOException("the port of " + delivery.target().uuid() + " is \"" + announced + "\"", malformed);
        }
        if (server == null) {
            throw new ConnectException("nobody listens at " + delivery.target().address() + ":" + announced);
        }
        return server;
    }

    @Override
    public void close() {
        network.remove(this);
        context = null;
    }

    void arrive(String from, byte[] frame) {
        ProtocolContext open = context;
        if (open != null) {
            open.receiver(new MemoryOrigin(id(), from, open.isLocalAddress(from))).stream(frame, 0, frame.length);
        }
    }

    String address() {
        return address;
    }

    int port() {
        return port;
    }

    String sid() {
        ProtocolContext open = context;
        return open == null ? "" : open.self().sid();
    }
}
