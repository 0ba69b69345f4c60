package io.clusterkit.routing;

import io.clusterkit.codec.PacketFrame;
import io.clusterkit.member.Member;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.QueueFullException;
import io.clusterkit.protocol.UncertainDeliveryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One packet for one member: tries its candidates in turn until one takes it. One thread at a time. */
final class Attempt implements Delivery {
    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private static final long EVENT = PacketType.EVENT.code();

    private final Outbound outbound;
    private final Route route;
    private final long type;
    private final int place;
    private final boolean reports;
    private final SendObserver done;
    private List<String> failed = List.of(); // replaced by one that grows when something fails
    private int tried;
    private int length; // of the frame

    // Null once the frame leaves: thousands wait for a receipt, and the garbage collector would copy them.
    private @Nullable Outgoing outgoing;
    private @Nullable PacketFrame frame;

    /**
     * An attempt.
     *
     * @param place the member's, among those the packet is for
     */
    Attempt(Outbound outbound, Route route, Outgoing outgoing, int place, boolean reports, SendObserver done) {
        this.outbound = outbound;
        this.route = route;
        this.outgoing = outgoing;
        this.place = place;
        this.reports = reports;
        this.type = outgoing.packet().typeCode();
        this.done = done;
        this.frame = outgoing.frame();
        this.length = frame.length();
    }

    @Override
    public Member target() {
        return route.member();
    }

    @Override
    public byte[] frame() {
        return notLeft(frame).bytes();
    }

    @Override
    public int frameLength() {
        return length;
    }

    @Override
    public void writeFrame(byte[] to, int at) {
        notLeft(frame).writeTo(to, at);
    }

    @Override
    public void leaving() {
        outgoing = null;
        frame = null;
    }

    private static <T> T notLeft(@Nullable T value) {
        return Objects.requireNonNull(value, "the frame has left");
    }

    @Override
    public boolean wantsReceipt() {
        return type == EVENT;
    }

    /** The packet's, by its code. */
    long type() {
        return type;
    }

    boolean reports() {
        return reports;
    }

    /** Hands the packet to the next candidate. */
    void next() {
        Outgoing packet = notLeft(outgoing);
        if (tried >= route.length()) {
            finish(false, new NoRouteException(whyNoRoute()));
            return;
        }
        Protocol protocol = route.protocol(tried++);
        PacketFrame hooked = outbound.frameFor(protocol, target(), packet);
        if (hooked == null) {
            finish(false, new PacketCancelledException("a hook stopped the packet: " + packet.packet()));
            return;
        }
        if (outbound.isTooLarge(hooked.length())) {
            finish(false, outbound.tooLarge(hooked.length()));
            return;
        }
        frame = hooked;
        length = hooked.length();
        protocol.send(this);
    }

    @Override
    public void sent() {
        outbound.sent(this, route.protocol(tried - 1), 1, length, failed);
        done.ended(place, route.sentBy(tried - 1));
    }

    @Override
    public int sentWith(Delivery[] run, int from, int to) {
        int end = from + 1;
        long bytes = length;
        while (end < to && run[end] instanceof Attempt next && next.isSentLike(this)) {
            bytes += next.length;
            end++;
        }
        if (end == from + 1) {
            sent();
            return end;
        }
        outbound.sent(this, route.protocol(tried - 1), end - from, bytes, failed);
        SendObserver[] told = new SendObserver[end - from];
        int[] places = new int[end - from];
        for (int i = from; i < end; i++) {
            Attempt attempt = (Attempt) run[i];
            told[i - from] = attempt.done;
            places[i - from] = attempt.place;
        }
        tell(route.sentBy(tried - 1), told, places);
        return end;
    }

    /** Whether both are events whose first candidate took them. */
    private boolean isSentLike(Attempt other) {
        return type == EVENT && other.type == EVENT && route == other.route && tried == 1 && other.tried == 1;
    }

    private static void tell(SendOutcome outcome, SendObserver[] told, int[] places) {
        for (int next = 0; next < told.length; ) {
            int at = next++;
            try {
                next = told[at].endedWith(outcome, told, places, at);
            } catch (Throwable failure) {
                // It must not harm those behind it.
                log.error("who sent a packet could not be told of its end", failure);
            }
        }
    }

    @Override
    public void failed(Throwable cause) {
        if (cause instanceof QueueFullException) {
            finish(false, cause);
            return;
        }
        Protocol protocol = route.protocol(tried - 1);
        outbound.failed(target(), protocol);
        if (failed.isEmpty()) {
            failed = new ArrayList<>();
        }
        failed.add(protocol.id());
        if (cause instanceof UncertainDeliveryException) {
            finish(false, cause);
        } else if (tried < route.length()) {
            next();
        } else {
            finish(true, cause);
        }
    }

    private void finish(boolean unreachable, Throwable cause) {
        if (unreachable) {
            outbound.exhausted(target(), reports);
        }
        String last = tried == 0 ? null : route.protocol(tried - 1).id();
        outbound.notSent(place, new SendOutcome(target(), false, last, cause), done);
    }

    private String whyNoRoute() {
        return "no protocol reaches " + target().uuid() + " with " + length + " bytes: it offers "
                + target().protocols();
    }
}
