package io.clusterkit.inbound;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.registry.Observation;

/** Where packets go that passed all filters and hooks. */
public interface InboundHandlers {
    /** A packet that tells about its sender, or about members. Called on a reader or handler thread; must not block. */
    void control(PacketType type, Packet packet, Observation seen);

    /** An event; called on a handler thread, for one sender one after another, in the order sent. May block. */
    void event(Member from, Packet packet);

    /** Events that came together, as for {@link #event}; what one of them fails with is kept from the others. */
    default void events(EventRun run) {
        run.forEach(this::event);
    }

    /** Whether the query may be handled by the thread that reads, since that will not take long; must not block. */
    default boolean isShort(Packet query) {
        return false;
    }

    /** A query that came by this protocol; called on a handler thread. May block. */
    void query(Member from, Packet packet, String protocol);

    /** A query for which there is no free thread; called on a reader thread; must not block. */
    void refused(Member from, Packet packet, String protocol);

    /**
     * A response that came by this protocol; called on a reader thread, must not block.
     *
     * @return whether a thread waits for it
     */
    boolean response(MemberId from, Packet packet, String protocol);
}
