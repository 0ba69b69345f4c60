package io.clusterkit.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class SendQueueTest {
    private static final int BOUND = 4 * (100 + Chunk.OVERHEAD);

    private final LongAdder total = new LongAdder();
    private final SendQueue queue = new SendQueue(BOUND, total);
    private final ByteBuffer[] buffers = new ByteBuffer[8];

    @Test
    void aChunkFitsUpToTheBoundExactly() {
        fill('a', 'b', 'c');
        assertThat(queue.fits(chunk(100, 'd'))).isTrue();
        assertThat(queue.fits(chunk(101, 'd'))).isFalse();
    }

    @Test
    void aChunkCountsUntilItsLastByteIsSent() {
        fill('a', 'b');
        queue.sent(99);
        assertThat(queue.cost()).isEqualTo(2 * (100 + Chunk.OVERHEAD));
        queue.sent(1);
        assertThat(queue.cost()).isEqualTo(100 + Chunk.OVERHEAD);
        queue.sent(100);
        assertThat(queue.cost()).isZero();
        assertThat(total.sum()).isZero();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whatWasSentOnlyInPartGoesOnWhereItStopped() {
        fill('a', 'b');
        queue.sent(150);
        assertThat(queue.gather(buffers, 1000)).isEqualTo(1);
        assertThat(buffers[0].remaining()).isEqualTo(50);
        assertThat(buffers[0].get()).isEqualTo((byte) 'b');
    }

    @Test
    void oneWriteGetsNoMoreThanItsMost() {
        fill('a', 'b', 'c');
        assertThat(queue.gather(buffers, 120)).isEqualTo(2);
        assertThat(buffers[0].remaining() + buffers[1].remaining()).isEqualTo(120);
    }

    @Test
    void theOldestMakeRoom() {
        fill('a', 'b', 'c', 'd');
        assertThat(queue.addDroppingOldest(chunk(150, 'e'))).isEqualTo(2);
        assertThat(firstBytes()).isEqualTo("cde");
        assertThat(queue.cost()).isEqualTo(350 + 3 * Chunk.OVERHEAD).isLessThanOrEqualTo(BOUND);
    }

    @Test
    void whatIsPartlySentIsNeverDropped() {
        fill('a', 'b', 'c', 'd');
        queue.sent(1);
        assertThat(queue.addDroppingOldest(chunk(100, 'e'))).isEqualTo(1);
        assertThat(firstBytes()).isEqualTo("acde");
        assertThat(buffers[0].remaining()).isEqualTo(98); // one byte was read by this test
    }

    @Test
    void aChunkThatCanNeverFitIsDroppedItself() {
        fill('a', 'b');
        queue.sent(1);
        assertThat(queue.addDroppingOldest(chunk(BOUND, 'x'))).isEqualTo(1);
        assertThat(firstBytes()).isEqualTo("ab");
        assertThat(queue.cost()).isEqualTo(2 * (100 + Chunk.OVERHEAD));
    }

    @Test
    void aChunkThatWaitsForManyIsInMemoryOnce() {
        ByteBuffer arena =
                ByteBuffer.allocateDirect(10).put(new byte[] {1, 2, 3}).flip();
        Chunk shared = Chunk.inArena(arena.slice());
        SendQueue other = new SendQueue(BOUND, total);
        queue.add(shared);
        other.add(shared);
        queue.settle();
        other.settle();
        arena.clear().put((byte) 99);

        queue.gather(buffers, 10);
        ByteBuffer one = buffers[0];
        other.gather(buffers, 10);
        assertThat(buffers[0]).isSameAs(one).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(total.sum()).isEqualTo(2L * (3 + Chunk.OVERHEAD));
    }

    @Test
    void clearingGivesBackAllThatCounted() {
        fill('a', 'b');
        queue.sent(50);
        queue.clear();
        assertThat(total.sum()).isZero();
        assertThat(queue.cost()).isZero();
    }

    private void fill(char... fillers) {
        for (char filler : fillers) {
            queue.add(chunk(100, filler));
        }
    }

    private static Chunk chunk(int size, char filler) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) filler);
        return Chunk.of(bytes);
    }

    private String firstBytes() {
        int count = queue.gather(buffers, 10_000);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) buffers[i].get());
        }
        return text.toString();
    }
}
