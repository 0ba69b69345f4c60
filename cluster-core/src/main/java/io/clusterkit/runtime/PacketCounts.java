package io.clusterkit.runtime;

import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the packets that go one way by one protocol: {@code packets.<direction>.<protocol>.<type>}, their sum without the
 * type, and {@code bytes.<direction>.<protocol>}. Thread-safe; counting allocates nothing.
 */
public final class PacketCounts {
    /** The label of packets whose type is none of those known. */
    public static final String UNKNOWN = "unknown";

    private static final PacketType[] TYPES = PacketType.values();

    private final LongAdder[] byCode = new LongAdder[TYPES.length + 1];
    private final LongAdder bytes;

    private PacketCounts(Counters counters, String direction, String protocol) {
        String name = "packets." + direction + "." + protocol;
        for (PacketType type : TYPES) {
            byCode[type.code()] = counters.of(name + "." + label(type));
        }
        byCode[TYPES.length] = counters.of(name + "." + UNKNOWN);
        counters.sum(name, Arrays.asList(byCode));
        bytes = counters.of("bytes." + direction + "." + protocol);
    }

    /** Counts what comes in by a protocol. */
    public static PacketCounts in(Counters counters, String protocol) {
        return new PacketCounts(counters, "in", protocol);
    }

    /** Counts what goes out by a protocol. */
    public static PacketCounts out(Counters counters, String protocol) {
        return new PacketCounts(counters, "out", protocol);
    }

    /** A type's part of the counter's name, in lower case. */
    public static String label(PacketType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** Counts a packet that has so many bytes. */
    public void add(Packet packet, int frameBytes) {
        add(packet.typeCode(), 1, frameBytes);
    }

    /**
     * Counts packets of one type.
     *
     * @param code the type's
     * @param packets how many
     * @param bytes of their frames together
     */
    public void add(long code, int packets, long bytes) {
        byCode[code >= 0 && code < TYPES.length ? (int) code : TYPES.length].add(packets);
        this.bytes.add(bytes);
    }
}
