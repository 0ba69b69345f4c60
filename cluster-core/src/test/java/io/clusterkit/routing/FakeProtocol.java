package io.clusterkit.routing;

import io.clusterkit.codec.DecodeException;
import io.clusterkit.codec.PacketCodec;
import io.clusterkit.packet.Packet;
import io.clusterkit.protocol.BroadcastProtocol;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.ProtocolContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes or refuses frames as a test says, and keeps them. */
public class FakeProtocol implements Protocol {
    public final List<Packet> sent = new ArrayList<>();
    public int tries;
    private final String id;
    private final boolean localOnly;
    private @Nullable Throwable trouble;

    public FakeProtocol(String id) {
        this(id, false);
    }

    FakeProtocol(String id, boolean localOnly) {
        this.id = id;
        this.localOnly = localOnly;
    }

    public FakeProtocol failWith(Throwable cause) {
        trouble = cause;
        return this;
    }

    public void work() {
        trouble = null;
    }

    public List<String> data() {
        return sent.stream().map(packet -> String.valueOf(packet.data())).toList();
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
    public void open(ProtocolContext context) {}

    @Override
    public Map<String, String> props() {
        return Map.of();
    }

    @Override
    public void send(Delivery delivery) {
        tries++;
        Throwable cause = trouble;
        if (cause != null) {
            delivery.failed(cause);
        } else {
            keep(delivery.frame());
            delivery.sent();
        }
    }

    @Override
    public void close() {}

    void keep(byte[] frame) {
        try {
            sent.add(PacketCodec.decode(frame, 0, frame.length));
        } catch (DecodeException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** As {@link FakeProtocol}, to all at once. */
    public static final class Broadcast extends FakeProtocol implements BroadcastProtocol {
        private final int maxFrameBytes;
        private boolean works = true;
        private Consumer<Packet> onBroadcast = packet -> {};

        public Broadcast(int maxFrameBytes) {
            super("c");
            this.maxFrameBytes = maxFrameBytes;
        }

        public void works(boolean works) {
            this.works = works;
            if (works) {
                work();
            } else {
                failWith(new IOException("c does not work"));
            }
        }

        public void onBroadcast(Consumer<Packet> action) {
            onBroadcast = action;
        }

        @Override
        public boolean broadcast(byte[] frame) {
            if (works) {
                keep(frame);
                onBroadcast.accept(sent.get(sent.size() - 1));
            }
            return works;
        }

        @Override
        public int maxFrameBytes() {
            return maxFrameBytes;
        }
    }
}
