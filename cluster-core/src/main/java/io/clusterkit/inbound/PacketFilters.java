package io.clusterkit.inbound;

import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Channels;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.protocol.Origin;
import io.clusterkit.runtime.DropReason;
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

    /** Why the packet is not handled; null if it is. */
    @Nullable
    DropReason refuse(Packet packet, Origin origin) {
        if (self.sid().equals(packet.sid())) {
            return DropReason.OWN;
        }
        if (packet.has(Field.FILTER) && !names(packet.filter())) {
            return DropReason.FILTER;
        }
        if (!isWhole(packet)) {
            return DropReason.INCOMPLETE;
        }
        if (packet.type().isEmpty()) {
            return DropReason.UNKNOWN_TYPE;
        }
        if (thisHostOnly && !(origin.isLocal() && self.hid().equals(packet.hid()))) {
            return DropReason.OTHER_HOST;
        }
        long channel = packet.channel();
        if ((channel == Channels.SYSTEM || channel == Channels.LAN) && !origin.isLocal()) {
            return DropReason.CHANNEL_OF_OTHER_HOST;
        }
        if (channel != Channels.BROADCAST && !channels.get().contains(channel)) {
            return DropReason.CHANNEL;
        }
        return null;
    }

    /** As {@link #refuse(Packet, Origin)}, quicker if the packet is like the one before from this origin. */
    @Nullable
    DropReason refuse(Packet packet, Origin origin, Passed before) {
        if (isLike(packet, before)) {
            return null;
        }
        Tags own = tags.get();
        DropReason reason = refuse(packet, origin);
        if (reason == null) {
            before.note(packet, own);
        }
        return reason;
    }

    /** Whether the packet passes because the one before from this origin did. */
    boolean isLike(Packet packet, Passed before) {
        return before.isLike(packet, tags.get());
    }

    /**
     * What the last packet of one origin that passed said of itself. The decoder gives the same objects for what is said
     * again, so that these alone are compared. Used by one thread at a time.
     */
    @SuppressWarnings("ReferenceEquality") // others may be equal, and are filtered again
    static final class Passed {
        private @Nullable String sid;
        private @Nullable String hid;
        private @Nullable List<String> protocols;
        private @Nullable List<String> filter;
        private @Nullable Tags own;
        private long typeCode;
        private boolean filtered;

        private boolean isLike(Packet packet, Tags own) {
            return sid != null
                    && sid == packet.sid()
                    && hid == packet.hid()
                    && protocols == packet.protocols()
                    && filter == packet.filter()
                    && this.own == own
                    && typeCode == packet.typeCode()
                    && filtered == packet.has(Field.FILTER)
                    && packet.has(Field.TYPE)
                    && packet.has(Field.CHANNEL)
                    && packet.channel() == Channels.BROADCAST;
        }

        private void note(Packet packet, Tags own) {
            this.sid = packet.sid();
            this.hid = packet.hid();
            this.protocols = packet.protocols();
            this.filter = packet.filter();
            this.own = own;
            this.typeCode = packet.typeCode();
            this.filtered = packet.has(Field.FILTER);
        }
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
