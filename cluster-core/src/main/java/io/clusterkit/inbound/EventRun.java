package io.clusterkit.inbound;

import io.clusterkit.member.Member;
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

    private final Member from;
    private final InboundHandlers handlers;
    private final List<Packet> packets;

    /**
     * Nothing yet.
     *
     * @param from who sent all of them, as it was known then
     * @param expected about how many will come
     */
    EventRun(Member from, InboundHandlers handlers, int expected) {
        this.from = from;
        this.handlers = handlers;
        this.packets = new ArrayList<>(expected);
    }

    Member from() {
        return from;
    }

    /** How many there are. */
    public int size() {
        return packets.size();
    }

    void add(Packet packet) {
        packets.add(packet);
    }

    /** Takes its second half away. */
    EventRun halve() {
        List<Packet> rest = packets.subList(packets.size() / 2, packets.size());
        EventRun half = new EventRun(from, handlers, rest.size());
        half.packets.addAll(rest);
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
                handler.accept(from, packets.get(i));
            } catch (Throwable failure) {
                // The next event has nothing to do with it.
                log.error("an event could not be handled: {}", packets.get(i), failure);
            }
        }
    }
}
