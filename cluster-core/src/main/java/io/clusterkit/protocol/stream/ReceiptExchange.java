package io.clusterkit.protocol.stream;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.member.Member;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.protocol.Delivery;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Receipts for events on one connection, both ways: asks for them, knows what waits for one, and says when one is due
 * (docs/decisions/0008). Writes nothing itself. Thread-safe where it does not say otherwise.
 */
final class ReceiptExchange {
    /** Property by which a member says that it gives receipts. */
    static final String PROPERTY = "receipts";

    private final PacketFactory packets;
    private final String protocol;
    private final Receipts receipts = new Receipts();
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean wanted; // by the other side
    private volatile long taken; // written by the reading thread
    private volatile long said;
    private boolean asked; // owner: the one who writes
    private volatile @Nullable Giver giver;

    /** Whether a member gives receipts, as its picture says: there is one picture for thousands of events. */
    private record Giver(Member member, boolean gives) {}

    ReceiptExchange(PacketFactory packets, String protocol) {
        this.packets = packets;
        this.protocol = protocol;
    }

    /** Whether a receipt will tell that it has come. */
    @SuppressWarnings("ReferenceEquality") // another picture of the member, as a rule the same one
    boolean isExpectedFor(Delivery delivery) {
        if (!delivery.wantsReceipt()) {
            return false;
        }
        Giver known = giver;
        Member target = delivery.target();
        if (known == null || known.member != target) {
            known = new Giver(target, target.props(protocol).containsKey(PROPERTY));
            giver = known;
        }
        return known.gives;
    }

    /** Asks for receipts with the first batch that needs one. One writer at a time, up to {@link #afterWrite}. */
    void beforeWrite(FrameBatch batch) {
        for (int i = 0; !asked && i < batch.deliveries().size(); i++) {
            if (isExpectedFor(batch.deliveries().get(i))) {
                asked = true;
                batch.lead(PacketCodec.encode(packets.receipt(0)));
            }
        }
    }

    /** Notes what was written, and returns what is known of it already. */
    Receipts.Known afterWrite(FrameBatch batch) {
        return receipts.written(batch.deliveries(), this::isExpectedFor);
    }

    /** The other side asks for receipts (0) or gives one; returns what it confirms. */
    List<Delivery> confirmed(long events) {
        if (events == 0) {
            wanted = true;
            return List.of();
        }
        return receipts.confirmed(events);
    }

    /** So many events came; returns whether a receipt must be sent soon that is not on its way yet. */
    boolean taken(long events) {
        taken = events;
        return wanted && due.compareAndSet(false, true);
    }

    /** What is to be written now; null if there is nothing new to say. */
    @Nullable
    FrameBatch nextReceipt() {
        due.set(false);
        long events = taken;
        if (!wanted || events == said) {
            return null;
        }
        said = events;
        FrameBatch receipt = new FrameBatch(List.of());
        receipt.lead(PacketCodec.encode(packets.receipt(events)));
        return receipt;
    }

    /** It was not sent; the next events make it due again. */
    void postponed() {
        due.set(false);
    }

    /** The connection ended; returns what no receipt came for. */
    List<Delivery> close() {
        return receipts.close();
    }
}
