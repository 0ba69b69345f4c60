package io.clusterkit.inbound;

import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Channels;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.protocol.Origin;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which packets are for this member at all (tcl-cluster 1.1.8, cluster-rx.tcl and {@code validate} of
 * service-event.tcl). Thread-safe, decides from values alone.
 */
public final class PacketFilters {
    /** The protocol every member has. */
    static final String BEACON_PROTOCOL = "c";

    private final MemberId self;
    private final boolean thisHostOnly;
    private final Supplier<Tags> tags;
    private final Supplier<Set<Long>> channels;

    /**
     * Filters of one member.
     *
     * @param thisHostOnly whether packets of other hosts are ignored
     * @param tags its tags now
     * @param channels the channels it is on now
     */
    public PacketFilters(MemberId self, boolean thisHostOnly, Supplier<Tags> tags, Supplier<Set<Long>> channels) {
        this.self = self;
        this.thisHostOnly = thisHostOnly;
        this.tags = tags;
        this.channels = channels;
    }

    /** Why the packet is not handled, as the name it is counted by; null if it is. */
    @Nullable
    String refuse(Packet packet, Origin origin) {
        if (self.sid().equals(packet.sid())) {
            return "own";
        }
        if (packet.has(Field.FILTER) && !names(packet.filter())) {
            return "filter";
        }
        if (!isWhole(packet)) {
            return "incomplete";
        }
        if (packet.type().isEmpty()) {
            return "unknown-type";
        }
        if (thisHostOnly && !(origin.isLocal() && self.hid().equals(packet.hid()))) {
            return "other-host";
        }
        long channel = packet.channel();
        if ((channel == Channels.SYSTEM || channel == Channels.LAN) && !origin.isLocal()) {
            return "channel-of-other-host";
        }
        if (channel != Channels.BROADCAST && !channels.get().contains(channel)) {
            return "channel";
        }
        return null;
    }

    private static boolean isWhole(Packet packet) {
        if (!packet.has(Field.CHANNEL) || !packet.has(Field.TYPE)) {
            return false;
        }
        String sid = packet.sid();
        String hid = packet.hid();
        return sid != null
                && !sid.isEmpty()
                && hid != null
                && !hid.isEmpty()
                && packet.protocols().contains(BEACON_PROTOCOL);
    }

    private boolean names(List<String> filter) {
        if (filter.contains(self.sid()) || filter.contains(self.hid())) {
            return true;
        }
        for (String tag : tags.get()) {
            if (filter.contains(tag)) {
                return true;
            }
        }
        return false;
    }
}
