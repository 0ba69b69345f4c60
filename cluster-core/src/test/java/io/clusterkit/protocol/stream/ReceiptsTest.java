package io.clusterkit.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.Member;
import io.clusterkit.protocol.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private final Receipts receipts = new Receipts();
    private final Delivery one = new Numbered(1);
    private final Delivery two = new Numbered(2);
    private final Delivery three = new Numbered(3);

    @Test
    void aReceiptStandsForAllUpToItsNumber() {
        assertThat(written(one, two, three).arrived()).isEmpty();

        assertThat(receipts.confirmed(2)).containsExactly(one, two);
        assertThat(receipts.confirmed(2)).isEmpty();
        assertThat(receipts.confirmed(1)).isEmpty();
        assertThat(receipts.confirmed(3)).containsExactly(three);
    }

    @Test
    void aReceiptMayComeBeforeTheWriteIsNoted() {
        assertThat(receipts.confirmed(2)).isEmpty();

        Receipts.Known known = written(one, two, three);

        assertThat(known.arrived()).containsExactly(one, two);
        assertThat(receipts.confirmed(3)).containsExactly(three);
    }

    @Test
    void whatIsNotExpectedIsCountedAllTheSame() {
        receipts.written(List.of(one, two, three), delivery -> delivery != one);

        assertThat(receipts.confirmed(1)).isEmpty();
        assertThat(receipts.confirmed(2)).containsExactly(two);
    }

    @Test
    void whatWaitsAtTheEndIsUncertainAndSoIsWhatIsWrittenAfterIt() {
        written(one, two);
        receipts.confirmed(1);

        assertThat(receipts.close()).containsExactly(two);
        assertThat(receipts.close()).isEmpty();
        assertThat(written(three).uncertain()).containsExactly(three);
    }

    private Receipts.Known written(Delivery... deliveries) {
        return receipts.written(List.of(deliveries), delivery -> true);
    }

    private record Numbered(int number) implements Delivery {
        @Override
        public Member target() {
            throw new AssertionError("not asked for");
        }

        @Override
        public byte[] frame() {
            return new byte[] {(byte) number};
        }

        @Override
        public boolean wantsReceipt() {
            return true;
        }

        @Override
        public void sent() {}

        @Override
        public void failed(Throwable cause) {}
    }
}
