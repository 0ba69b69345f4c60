package io.clusterkit.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.Member;
import io.clusterkit.protocol.Delivery;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private final Receipts receipts = new Receipts();
    private final Delivery one = new Numbered(1, true);
    private final Delivery two = new Numbered(2, true);
    private final Delivery three = new Numbered(3, true);
    private final Delivery query = new Numbered(4, false);

    @Test
    void aReceiptStandsForAllUpToItsNumber() {
        assertThat(written(one, two, three)).isEqualTo(Receipts.Known.NOTHING);

        assertThat(in(receipts.confirmed(2))).containsExactly(one, two);
        assertThat(receipts.confirmed(2)).isEmpty();
        assertThat(receipts.confirmed(1)).isEmpty();
        assertThat(in(receipts.confirmed(3))).containsExactly(three);
    }

    @Test
    void aReceiptStandsForSeveralBatches() {
        written(one);
        written(two);
        written(three);

        assertThat(in(receipts.confirmed(2))).containsExactly(one, two);
        assertThat(in(receipts.close())).containsExactly(three);
    }

    @Test
    void aReceiptMayComeBeforeTheWriteIsNoted() {
        assertThat(receipts.confirmed(2)).isEmpty();

        Receipts.Known known = written(one, two, three);

        assertThat(in(known.arrived())).containsExactly(one, two);
        assertThat(known.uncertain()).isEmpty();
        assertThat(in(receipts.confirmed(3))).containsExactly(three);
    }

    @Test
    void onlyEventsAreCounted() {
        written(query, one, query, two);

        assertThat(in(receipts.confirmed(1))).containsExactly(one);
        assertThat(in(receipts.confirmed(2))).containsExactly(two);
        assertThat(written(query)).isEqualTo(Receipts.Known.NOTHING);
    }

    @Test
    void whatIsNotExpectedIsCountedAllTheSame() {
        receipts.written(batch(one));
        written(two);

        assertThat(in(receipts.confirmed(1))).isEmpty();
        assertThat(in(receipts.confirmed(2))).containsExactly(two);
    }

    @Test
    void whatWaitsAtTheEndIsUncertainAndSoIsWhatIsWrittenAfterIt() {
        written(one, two);
        receipts.confirmed(1);

        assertThat(in(receipts.close())).containsExactly(two);
        assertThat(receipts.close()).isEmpty();
        assertThat(in(written(three).uncertain())).containsExactly(three);
    }

    private Receipts.Known written(Delivery... deliveries) {
        FrameBatch batch = batch(deliveries);
        batch.receipted();
        return receipts.written(batch);
    }

    private static FrameBatch batch(Delivery... deliveries) {
        FrameBatch batch = new FrameBatch(new byte[0], deliveries.length);
        for (Delivery delivery : deliveries) {
            batch.add(delivery, delivery.frameLength());
        }
        return batch;
    }

    private static List<Delivery> in(List<Receipts.Run> runs) {
        return runs.stream()
                .flatMap(run ->
                        run.events() == null ? Stream.empty() : Arrays.stream(run.events(), run.from(), run.to()))
                .toList();
    }

    private record Numbered(int number, boolean wantsReceipt) implements Delivery {
        @Override
        public Member target() {
            throw new AssertionError("not asked for");
        }

        @Override
        public byte[] frame() {
            return new byte[] {(byte) number};
        }

        @Override
        public void sent() {}

        @Override
        public void failed(Throwable cause) {}
    }
}
