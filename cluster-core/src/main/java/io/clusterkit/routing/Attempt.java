package io.clusterkit.routing;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.QueueFullException;
import io.clusterkit.protocol.UncertainDeliveryException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One packet for one member: tries its candidates in turn until one takes it. One thread at a time. */
final class Attempt implements Delivery {
    private final Outbound outbound;
    private final Member target;
    private final Packet packet;
    private final byte[] encoded;
    private final @Nullable Bare bare;
    private final List<Protocol> candidates;
    private final boolean reports;
    private final Consumer<SendOutcome> done;
    private List<String> failed = List.of(); // replaced by one that grows when something fails
    private int tried;
    private byte[] frame;

    Attempt(
            Outbound outbound,
            Member target,
            Packet packet,
            byte[] encoded,
            @Nullable Bare bare,
            List<Protocol> candidates,
            boolean reports,
            Consumer<SendOutcome> done) {
        this.outbound = outbound;
        this.target = target;
        this.packet = packet;
        this.encoded = encoded;
        this.bare = bare;
        this.candidates = candidates;
        this.reports = reports;
        this.done = done;
        this.frame = encoded;
    }

    @Override
    public Member target() {
        return target;
    }

    @Override
    public byte[] frame() {
        return frame;
    }

    @Override
    public boolean wantsReceipt() {
        return packet.typeCode() == PacketType.EVENT.code();
    }

    Packet packet() {
        return packet;
    }

    boolean reports() {
        return reports;
    }

    /** Hands the packet to the next candidate. */
    void next() {
        if (tried >= candidates.size()) {
            finish(false, new NoRouteException(whyNoRoute()));
            return;
        }
        Protocol protocol = candidates.get(tried++);
        byte[] hooked = outbound.frameFor(protocol, target, packet, encoded, bare);
        if (hooked == null) {
            finish(false, new PacketCancelledException("a hook stopped the packet: " + packet));
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
        Protocol by = candidates.get(tried - 1);
        outbound.sent(this, by, frame.length, failed);
        done.accept(new SendOutcome(target, true, by.id(), null));
    }

    @Override
    public void failed(Throwable cause) {
        if (cause instanceof QueueFullException) {
            finish(false, cause);
            return;
        }
        Protocol protocol = candidates.get(tried - 1);
        outbound.failed(target, protocol);
        if (failed.isEmpty()) {
            failed = new ArrayList<>();
        }
        failed.add(protocol.id());
        if (cause instanceof UncertainDeliveryException) {
            finish(false, cause);
        } else if (tried < candidates.size()) {
            next();
        } else {
            finish(true, cause);
        }
    }

    private void finish(boolean unreachable, Throwable cause) {
        if (unreachable) {
            outbound.exhausted(target, reports);
        }
        String last = tried == 0 ? null : candidates.get(tried - 1).id();
        outbound.notSent(new SendOutcome(target, false, last, cause), done);
    }

    private String whyNoRoute() {
        return "no protocol reaches " + target.uuid() + " with " + frame.length + " bytes: it offers "
                + target.protocols();
    }
}
