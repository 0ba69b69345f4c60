package io.clusterkit.protocol;

import io.clusterkit.member.Member;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A way to reach a member. Its life: {@link #open} once, then any number of the others from any threads, then
 * {@link #close} once. After a close it is not opened again: a restarted member makes new protocols.
 *
 * <p>A protocol moves frames, it does not read them: bytes that arrive go to a {@link Receiver}, bytes to send are
 * whole frames made by others. A worked example is in docs/custom-protocols.md.
 */
public interface Protocol extends AutoCloseable {
    /**
     * Property by which a member says that packets with headers may come by a protocol (docs/decisions/0009): its
     * {@link #props} hold this name with the value {@value #HEADERS_TAKEN}. Without it, and by multicast, packets are sent
     * without their headers. The decoder does the rest, so every protocol may announce it.
     */
    String HEADERS_PROPERTY = "headers";

    /** The value of {@link #HEADERS_PROPERTY}. */
    String HEADERS_TAKEN = "1";

    /** Its name on the wire, as members list it: {@code c}, {@code t}, {@code u}, or your own, short, without spaces. */
    String id();

    /**
     * Starts to listen. Called by the thread that starts the member, before the member is announced; may block for as
     * long as opening a socket takes.
     *
     * @throws IOException if it can't; the member goes on without this protocol and does not announce it
     */
    void open(ProtocolContext context) throws IOException;

    /**
     * What others must know to reach this member by it, for example {@code port}; announced with heartbeats, and found
     * there by {@code Member.props(id)}. Empty if there is nothing to know; but a member of whose protocols none has
     * any is taken for one whose announcement was lost, and is asked for it every 30 s: announce something.
     * After a change call {@link ProtocolContext#propsChanged()}. Called after {@link #open} only. Must not block.
     */
    Map<String, String> props();

    /**
     * Hands a frame to a member and calls exactly one of {@link Delivery#sent} and {@link Delivery#failed}, from any
     * thread, soon or later; it must not throw. What it needs to know of the member stands in {@code
     * delivery.target().props(id())}: anybody may have announced that, so check it. Frames of one caller to one member
     * keep their order. Called by the thread that sends; may
     * block it for a bounded time when a queue is full. The frame belongs to all: read only.
     */
    void send(Delivery delivery);

    /** Whether it reaches members on this host only; it is then never tried for others. */
    default boolean isLocalOnly() {
        return false;
    }

    /** Whether it can send and be reached now, with the reason if not; for health and endpoints. */
    default Condition condition() {
        return Condition.WORKING;
    }

    /** What it found at each place where it listens or tried to; for those who ask why members can't see each other. */
    default List<Finding> findings() {
        Condition condition = condition();
        return List.of(new Finding(id(), condition.works(), condition.detail()));
    }

    /** How many frames that it was given wait to be written. Must not block. */
    default int waitingFrames() {
        return 0;
    }

    /** Called with each own heartbeat, on the control loop: look whether all is well, repair elsewhere. Must not block. */
    default void heartbeat() {}

    /**
     * A member could not reach this one by this protocol: open the server anew and call
     * {@link ProtocolContext#propsChanged()}. Called on an I/O thread; may block.
     */
    default void refresh() {}

    /** The member left or was lost, as its state says: free what was kept for it. Called on the control loop. Must not block. */
    default void memberGone(Member member) {}

    /**
     * Stops, frees all sockets and threads. Also called when {@link #open} failed. I/O is ended by closing, never by
     * interrupting. May block up to 1 s.
     */
    @Override
    void close();

    /**
     * What a protocol found at one place.
     *
     * @param where the place: the name of a network interface, an address
     * @param works whether it can send and be reached there
     * @param detail what it tried, and what came of it
     */
    record Finding(String where, boolean works, String detail) {}

    /**
     * Whether a protocol works.
     *
     * @param works whether it can send and be reached
     * @param detail what an operator wants to know: the address it listens on, or why it does not work
     */
    record Condition(boolean works, String detail) {
        public static final Condition WORKING = new Condition(true, "");
    }
}
