package io.clusterkit.protocol.multicast;

import io.clusterkit.protocol.ProtocolContext;
import io.clusterkit.protocol.Receiver;
import io.clusterkit.runtime.RateLimitedLog;
import java.net.DatagramPacket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands datagrams to the receivers of their senders. Belongs to the receiving thread. */
final class Datagrams {
    private static final Logger log = LoggerFactory.getLogger(Datagrams.class);

    /** Senders remembered; one that was forgotten gets a new receiver. */
    private static final int MAX_SENDERS = 256;

    private final ProtocolContext context;
    private final MulticastCounters counters;
    private final CutFrames cutFrames;
    private final RateLimitedLog trouble;
    private final Map<SocketAddress, Receiver> receivers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SocketAddress, Receiver> eldest) {
            return size() > MAX_SENDERS;
        }
    };

    Datagrams(ProtocolContext context, MulticastCounters counters) {
        this.context = context;
        this.counters = counters;
        this.cutFrames = new CutFrames(context.runtime().time(), counters);
        this.trouble = new RateLimitedLog(log, context.runtime().time(), Duration.ofMinutes(1));
    }

    void take(DatagramPacket packet) {
        if (packet.getLength() > MulticastOptions.DATAGRAM_LIMIT) {
            counters.truncated.increment();
            return;
        }
        counters.received.increment();
        try {
            CutFrames.Whole whole =
                    cutFrames.take(packet.getSocketAddress(), packet.getData(), packet.getOffset(), packet.getLength());
            if (whole != null) {
                receivers
                        .computeIfAbsent(packet.getSocketAddress(), unused -> receiver(packet))
                        .datagram(whole.bytes(), whole.offset(), whole.length());
            }
        } catch (Throwable failure) {
            // One thread receives for all: a datagram that can't be taken must not end it.
            counters.receiverFailed.increment();
            trouble.warn("a datagram from " + packet.getSocketAddress() + " could not be taken", failure);
        }
    }

    private Receiver receiver(DatagramPacket packet) {
        String address = packet.getAddress().getHostAddress();
        return context.receiver(new DatagramOrigin(MulticastProtocol.ID, address, context.isLocalAddress(address)));
    }
}
