package io.clusterkit.routing;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.QueueFullException;
import io.clusterkit.protocol.UncertainDeliveryException;
import io.clusterkit.routing.Outbound.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One packet for one member: tries its candidates in turn until one takes it. One thread at a time. */
final class Attempt implements Delivery {
    private final Outbound outbound;
    private final Route route;
    private final Outgoing outgoing;
    private final boolean reports;
    private final Consumer<SendOutcome> done;
    private List<String> failed = List.of(); // replaced by one that grows when something fails
    private int tried;
    private byte[] frame;

    Attempt(Outbound outbound, Route route, Outgoing outgoing, boolean reports, Consumer<SendOutcome> done) {
        this.outbound = outbound;
        this.route = route;
        this.outgoing = outgoing;
        this.reports = reports;
        this.done = done;
        this.frame = outgoing.frame;
    }

    @Override
    public Member target() {
        return route.member();
    }

    @Override
    public byte[] frame() {
        return frame;
    }

    @Override
    public boolean wantsReceipt() {
        return packet().typeCode() == PacketType.EVENT.code();
    }

    Packet packet() {
        return outgoing.packet;
    }

    boolean reports() {
        return reports;
    }

    /** Hands the packet to the next candidate. */
    void next() {
        if (tried >= route.length()) {
            finish(false, new NoRouteException(whyNoRoute()));
            return;
        }
        Protocol protocol = route.protocol(tried++);
        byte[] hooked = outbound.frameFor(protocol, target(), outgoing);
        if (hooked == null) {
            finish(false, new PacketCancelledException("a hook stopped the packet: " + packet()));
            return;
        }
        if (outbound.isTooLarge(hooked)) {
            finish(false, outbound.tooLarge(hooked));
            return;
        }
        frame = hooked;
        protocol.send(this);
    }

    @Override
    public void sent() {
        outbound.sent(this, route.protocol(tried - 1), frame.length, failed);
        done.accept(route.sentBy(tried - 1));
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
        outbound.notSent(new SendOutcome(target(), false, last, cause), done);
    }

    private String whyNoRoute() {
        return "no protocol reaches " + target().uuid() + " with " + frame.length + " bytes: it offers "
                + target().protocols();
    }
}
