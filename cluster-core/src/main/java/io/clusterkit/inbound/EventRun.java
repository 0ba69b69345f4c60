package io.clusterkit.inbound;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of one sender that came together and are handed to its lane together: for short events the hand-over of each
 * would cost more than all else on its way in. Filled by one thread, then run by one other.
 */
public final class EventRun implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(EventRun.class);

    /** Few enough that other lanes get their turn. */
    static final int MOST = 256;

    private final MemberId sender;
    private final InboundHandlers handlers;
    private final List<Member> from = new ArrayList<>();
    private final List<Packet> packets = new ArrayList<>();

    EventRun(MemberId sender, InboundHandlers handlers) {
        this.sender = sender;
        this.handlers = handlers;
    }

    MemberId sender() {
        return sender;
    }

    /** How many there are. */
    public int size() {
        return packets.size();
    }

    void add(Member member, Packet packet) {
        from.add(member);
        packets.add(packet);
    }

    /** Takes its second half away. */
    EventRun halve() {
        EventRun half = new EventRun(sender, handlers);
        int middle = packets.size() / 2;
        List<Member> members = from.subList(middle, from.size());
        List<Packet> rest = packets.subList(middle, packets.size());
        half.from.addAll(members);
        half.packets.addAll(rest);
        members.clear();
        rest.clear();
        return half;
    }

    @Override
    public void run() {
        handlers.events(this);
    }

    /** Hands each to this handler, in the order sent; an exception is logged, and the next one follows. */
    public void forEach(BiConsumer<Member, Packet> handler) {
        for (int i = 0; i < packets.size(); i++) {
            try {
                handler.accept(from.get(i), packets.get(i));
            } catch (Throwable failure) {
                // The next event has nothing to do with it.
                log.error("an event could not be handled: {}", packets.get(i), failure);
            }
        }
    }
}
