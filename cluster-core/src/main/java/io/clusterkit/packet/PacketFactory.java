package io.clusterkit.packet;

import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the packets of one member, with their fields in the order of the original (tcl-cluster 1.1.8,
 * cluster-payloads.tcl): a filter first, then who speaks, then the content. Immutable, thread-safe.
 */
public final class PacketFactory {
    private final MemberId self;
    private final List<String> protocols;

    /**
     * A factory for one member.
     *
     * @param self the sender of all its packets
     * @param protocols the member's protocols, best first
     */
    public PacketFactory(MemberId self, List<String> protocols) {
        this.self = self;
        this.protocols = List.copyOf(protocols);
    }

    /** The last packet of a member that leaves. */
    public Packet disconnect(Tags tags, int known) {
        return base(PacketType.DISCONNECT, Channels.BROADCAST, List.of())
                .known(known)
                .tags(tags.asList())
                .build();
    }

    /**
     * The sender lives.
     *
     * @param props protocol properties as a Tcl dict, or null to leave them out
     * @param tags or null to leave them out
     */
    public Packet heartbeat(long channel, @Nullable String props, @Nullable Tags tags, int known) {
        return announcement(PacketType.HEARTBEAT, channel, List.of(), props, tags, known)
                .build();
    }

    /** A heartbeat for one member, as the answer to its discovery {@code ruid}. */
    public Packet discoveryAnswer(MemberId asker, String ruid, String props, Tags tags, int known) {
        return announcement(PacketType.HEARTBEAT, Channels.BROADCAST, List.of(asker.sid()), props, tags, known)
                .ruid(ruid)
                .keepalive(true)
                .build();
    }

    /**
     * The sender asks who is there.
     *
     * @param only sids of the members that are asked, or empty to ask all
     */
    public Packet discovery(List<String> only, String props, Tags tags, int known) {
        return announcement(PacketType.DISCOVERY, Channels.BROADCAST, only, props, tags, known)
                .build();
    }

    /**
     * These members are to show themselves.
     *
     * @param sids their sids as a Tcl list
     */
    public Packet ping(String sids, int known) {
        return base(PacketType.PING, Channels.BROADCAST, List.of())
                .data(sids)
                .known(known)
                .build();
    }

    /**
     * A question.
     *
     * @param filter sids of those who are asked
     * @param name the query's name, or null for one without; travels in the field {@code op}
     */
    public Packet query(List<String> filter, long channel, String ruid, @Nullable String name, Payload payload) {
        Packet.Builder packet = base(PacketType.QUERY, channel, filter).ruid(ruid);
        if (name != null) {
            packet.op(name);
        }
        return payload.into(packet).keepalive(true).build();
    }

    public Packet response(MemberId asker, long channel, String ruid, Payload payload) {
        return payload.into(reply(asker, channel, ruid)).build();
    }

    public Packet errorResponse(MemberId asker, long channel, String ruid, String error) {
        return reply(asker, channel, ruid).error(error).build();
    }

    /**
     * A message without an answer.
     *
     * @param filter sids, hids or tags of those who are to handle it; empty for all
     * @param ruid an id the application gave, or null
     */
    public Packet event(List<String> filter, long channel, @Nullable String ruid, Payload payload) {
        Packet.Builder packet = base(PacketType.EVENT, channel, filter);
        if (ruid != null) {
            packet.ruid(ruid);
        }
        return payload.into(packet).keepalive(true).build();
    }

    /**
     * The receiver is told what failed.
     *
     * @param failed a Tcl dict with the ids of the protocols that failed under {@code protocols}
     */
    public Packet failure(MemberId receiver, String failed) {
        return base(PacketType.FAILURE, Channels.BROADCAST, List.of(receiver.sid()))
                .data(failed)
                .keepalive(true)
                .build();
    }

    /**
     * Tells how many events of a connection have arrived.
     *
     * @param events 0 to ask for receipts
     */
    public Packet receipt(long events) {
        return base(PacketType.RECEIPT, Channels.BROADCAST, List.of())
                .timestamp(events)
                .keepalive(true)
                .build();
    }

    private Packet.Builder reply(MemberId asker, long channel, String ruid) {
        return base(PacketType.RESPONSE, channel, List.of(asker.sid()))
                .ruid(ruid)
                .keepalive(true);
    }

    private Packet.Builder announcement(
            PacketType type,
            long channel,
            List<String> filter,
            @Nullable String props,
            @Nullable Tags tags,
            int known) {
        Packet.Builder packet = base(type, channel, filter);
        if (props != null && !props.isEmpty()) {
            packet.data(props);
        }
        packet.known(known);
        if (tags != null) {
            packet.tags(tags.asList());
        }
        return packet;
    }

    private Packet.Builder base(PacketType type, long channel, List<String> filter) {
        Packet.Builder packet = Packet.builder();
        if (!filter.isEmpty()) {
            packet.filter(filter);
        }
        return packet.sid(self.sid())
                .hid(self.hid())
                .type(type)
                .channel(channel)
                .protocols(protocols);
    }
}
