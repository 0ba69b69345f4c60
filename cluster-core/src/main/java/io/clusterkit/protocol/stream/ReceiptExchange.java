package io.clusterkit.protocol.stream;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.member.Member;
import io.clusterkit.packet.PacketFactory;
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

    /** Whether receipts will tell what has come. */
    @SuppressWarnings("ReferenceEquality") // another picture of the member, as a rule the same one
    private boolean areGivenBy(Member target) {
        Giver known = giver;
        if (known == null || known.member != target) {
            known = new Giver(target, target.props(protocol).containsKey(PROPERTY));
            giver = known;
        }
        return known.gives;
    }

    /** Asks for receipts with the first batch that needs one. One writer at a time, up to {@link #afterWrite}. */
    void beforeWrite(FrameBatch batch) {
        if (batch.events() == 0 || !areGivenBy(batch.target())) {
            return;
        }
        batch.receipted();
        if (!asked) {
            asked = true;
            batch.lead(PacketCodec.encode(packets.receipt(0)));
        }
    }

    /** Notes what was written, and returns what is known of it already. */
    Receipts.Known afterWrite(FrameBatch batch) {
        return receipts.written(batch);
    }

    /** The other side asks for receipts (0) or gives one; returns what it confirms. */
    List<Receipts.Run> confirmed(long events) {
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
        return FrameBatch.of(PacketCodec.encode(packets.receipt(events)));
    }

    /** It was not sent; the next events make it due again. */
    void postponed() {
        due.set(false);
    }

    /** The connection ended; returns what no receipt came for. */
    List<Receipts.Run> close() {
        return receipts.close();
    }
}
