package io.clusterkit.benchmarks.jmh;

import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Channels;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packets as members send them, and the same fields for other formats. */
public final class SamplePackets {
    static final MemberId SENDER = new MemberId("FcZdV976", "02:fc:00:00:00:01");

    private static final MemberId OTHER = new MemberId("bG9fh673", "02:fc:00:00:00:02");
    private static final PacketFactory PACKETS = new PacketFactory(SENDER, List.of("u", "t", "c"));
    private static final String PROPS = "u {path /tmp/cluster-root/member-FcZdV976.sock} t {port 44887}";
    private static final Tags TAGS = Tags.of("quotes", "eu-west", "blue");
    private static final String ID = "FcZdV976-1a2b";

    private SamplePackets() {}

    /** With properties and tags, as it answers a discovery. */
    static Packet heartbeat() {
        return PACKETS.heartbeat(Channels.BROADCAST, PROPS, TAGS, 12);
    }

    /** To one member, 64 bytes. */
    static Packet query() {
        return PACKETS.query(List.of(OTHER.sid()), Channels.BROADCAST, ID, "quote", Payload.of(text(64)));
    }

    /** Packets of each kind, by name, to compare their sizes. */
    public static Map<String, Packet> all() {
        Map<String, Packet> all = new LinkedHashMap<>();
        all.put("heartbeat with properties and tags", heartbeat());
        all.put("heartbeat", PACKETS.heartbeat(Channels.BROADCAST, null, null, 12));
        all.put("discovery", PACKETS.discovery(List.of(), PROPS, TAGS, 0));
        all.put("disconnect", PACKETS.disconnect(TAGS, 12));
        all.put("ping", PACKETS.ping("aaaa1111 bbbb2222", 12));
        all.put("query of 64 bytes", query());
        all.put("response of 64 bytes", PACKETS.response(OTHER, Channels.BROADCAST, ID, Payload.of(text(64))));
        all.put("event of 64 bytes", PACKETS.event(List.of(), Channels.BROADCAST, null, Payload.of(text(64))));
        all.put("event of 1 KiB", PACKETS.event(List.of(), Channels.BROADCAST, null, Payload.of(text(1024))));
        return all;
    }

    /** The fields that a packet has, by the original's names, in its order. */
    static Map<String, Object> fields(Packet packet) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < packet.fieldCount(); i++) {
            Field field = packet.fieldAt(i);
            fields.put(
                    field.name().toLowerCase(java.util.Locale.ROOT),
                    switch (field) {
                        case FILTER -> packet.filter();
                        case SID -> String.valueOf(packet.sid());
                        case HID -> String.valueOf(packet.hid());
                        case TYPE -> packet.typeCode();
                        case CHANNEL -> packet.channel();
                        case PROTOCOLS -> packet.protocols();
                        case RUID -> String.valueOf(packet.ruid());
                        case OP -> String.valueOf(packet.op());
                        case DATA -> String.valueOf(packet.data());
                        case KNOWN -> packet.known();
                        case TAGS -> packet.tags();
                        case KEEPALIVE -> packet.keepalive();
                        default -> throw new IllegalStateException("no sample has the field " + field);
                    });
        }
        return fields;
    }

    private static String text(int bytes) {
        return "0123456789abcdef".repeat(bytes / 16);
    }
}
