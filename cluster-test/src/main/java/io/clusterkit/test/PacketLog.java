package io.clusterkit.test;

import io.clusterkit.codec.DecodeException;
import io.clusterkit.codec.PacketCodec;
import io.clusterkit.protocol.memory.MemoryNetwork;
import io.clusterkit.runtime.TimeSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last packets on a network. Thread-safe. */
final class PacketLog implements MemoryNetwork.Tap {
    private final TimeSource time;
    private final int capacity;
    private final Deque<SentPacket> latest = new ArrayDeque<>(); // guarded by this

    PacketLog(TimeSource time, int capacity) {
        this.time = time;
        this.capacity = capacity;
    }

    @Override
    public synchronized void frame(String protocol, byte[] frame) {
        try {
            latest.addLast(new SentPacket(time.instant(), protocol, PacketCodec.decode(frame, 0, frame.length)));
        } catch (DecodeException malformed) {
            throw new IllegalStateException("a member has sent what is no packet", malformed);
        }
        if (latest.size() > capacity) {
            latest.removeFirst();
        }
    }

    synchronized List<SentPacket> latest() {
        return List.copyOf(latest);
    }

    synchronized void clear() {
        latest.clear();
    }
}
