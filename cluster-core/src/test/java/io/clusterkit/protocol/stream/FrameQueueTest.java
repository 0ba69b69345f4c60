package io.clusterkit.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.RecordingDelivery;
import io.clusterkit.protocol.stream.FrameQueue.Offer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FrameQueueTest {
    private final FrameQueue queue = new FrameQueue(4, 1000);

    private static Delivery frame(int bytes) {
        return new RecordingDelivery(RecordingDelivery.member("bbbbbbbb", "t", Map.of()), new byte[bytes]);
    }

    private Offer offer(Delivery delivery) {
        return queue.offer(delivery, Duration.ZERO);
    }

    private List<Delivery> take() {
        return Objects.requireNonNull(queue.take()).deliveries();
    }

    @Test
    void whatMayBeGatheredWaitsForItsCollector() {
        assertThat(queue.gather(frame(1), Duration.ZERO, () -> true)).isEqualTo(Offer.GATHERED);
        assertThat(queue.gather(frame(1), Duration.ZERO, () -> true)).isEqualTo(Offer.QUEUED);

        assertThat(queue.dismissCollector()).isFalse();
        assertThat(queue.collect()).isTrue();
        assertThat(queue.collect()).isFalse();
        assertThat(take()).hasSize(2);
        assertThat(queue.releaseIfEmpty()).isTrue();
        assertThat(queue.dismissCollector()).isTrue();
        assertThat(queue.gather(frame(1), Duration.ZERO, () -> true)).isEqualTo(Offer.GATHERED);
    }

    @Test
    void whatOthersWillNotFollowSoonIsWrittenAtOnce() {
        assertThat(queue.gather(frame(1), Duration.ZERO, () -> false)).isEqualTo(Offer.DRAIN);
        assertThat(queue.gather(frame(1), Duration.ZERO, () -> true)).isEqualTo(Offer.QUEUED);
    }

    @Test
    void whatIsNotToWaitTakesTheGatheredAlong() {
        Delivery first = frame(1);
        Delivery second = frame(1);
        queue.gather(first, Duration.ZERO, () -> true);

        assertThat(offer(second)).isEqualTo(Offer.DRAIN);
        assertThat(take()).containsExactly(first, second);
    }

    @Test
    void whoMakesABatchFullWritesIt() {
        FrameQueue large = new FrameQueue(100, 1 << 24);
        large.gather(frame(FrameQueue.GATHERED_BYTES - 1), Duration.ZERO, () -> true);

        assertThat(large.gather(frame(1), Duration.ZERO, () -> true)).isEqualTo(Offer.DRAIN);
    }

    @Test
    void withoutACollectorTheNextOneIsCalled() {
        queue.gather(frame(1), Duration.ZERO, () -> true);
        queue.missCollector();

        assertThat(queue.gather(frame(1), Duration.ZERO, () -> true)).isEqualTo(Offer.GATHERED);
    }

    @Test
    void whatItsCallerKeepsWaitsForItWithoutACollector() {
        assertThat(queue.keep(frame(1), Duration.ZERO)).isEqualTo(Offer.KEPT);
        assertThat(queue.keep(frame(1), Duration.ZERO)).isEqualTo(Offer.KEPT);
        assertThat(queue.gather(frame(1), Duration.ZERO, () -> {
                    throw new AssertionError("others wait already");
                }))
                .isEqualTo(Offer.GATHERED);

        assertThat(queue.collect()).isTrue();
        assertThat(queue.keep(frame(1), Duration.ZERO)).isEqualTo(Offer.QUEUED);
        assertThat(take()).hasSize(4);
    }

    @Test
    void theFirstToOfferDrainsUntilNothingWaits() {
        assertThat(offer(frame(1))).isEqualTo(Offer.DRAIN);
        assertThat(offer(frame(1))).isEqualTo(Offer.QUEUED);
        assertThat(take()).hasSize(2);
        assertThat(offer(frame(1))).isEqualTo(Offer.QUEUED);
        assertThat(queue.releaseIfEmpty()).isFalse();
        assertThat(take()).hasSize(1);
        assertThat(queue.take()).isNull();
        assertThat(offer(frame(1))).isEqualTo(Offer.DRAIN);
    }

    @Test
    void whoHostsOthersDrainsWhatTheyBring() {
        assertThat(offer(frame(1))).isEqualTo(Offer.DRAIN);
        queue.host();
        assertThat(offer(frame(1))).isEqualTo(Offer.QUEUED);
        assertThat(offer(frame(1))).isEqualTo(Offer.QUEUED);

        assertThat(queue.guests()).isEqualTo(2);
        assertThat(queue.endHosting()).isTrue();
        assertThat(offer(frame(1))).isEqualTo(Offer.QUEUED);
        assertThat(take()).hasSize(4);
    }

    @Test
    void whoBringsEnoughDoesNotWaitForTheHost() {
        FrameQueue large = new FrameQueue(100, 1000);
        large.offer(frame(1), Duration.ZERO);
        large.host();
        for (int i = 2; i < FrameQueue.ENOUGH_FRAMES; i++) {
            assertThat(large.offer(frame(1), Duration.ZERO)).isEqualTo(Offer.QUEUED);
        }

        assertThat(large.offer(frame(1), Duration.ZERO)).isEqualTo(Offer.DRAIN_FOR_HOST);
        assertThat(large.offer(frame(1), Duration.ZERO)).isEqualTo(Offer.QUEUED);
        assertThat(large.endHosting()).isFalse();
        assertThat(Objects.requireNonNull(large.take()).size()).isEqualTo(FrameQueue.ENOUGH_FRAMES + 1);
    }

    @Test
    void whatComesBehindEnoughFramesIsTheHostsAgain() {
        FrameQueue large = new FrameQueue(100, 1000);
        large.offer(frame(1), Duration.ZERO);
        large.host();
        for (int i = 1; i < FrameQueue.ENOUGH_FRAMES; i++) {
            large.offer(frame(1), Duration.ZERO);
        }
        large.take();
        assertThat(large.releaseIfEmpty()).isTrue();

        assertThat(large.offer(frame(1), Duration.ZERO)).isEqualTo(Offer.QUEUED);
        assertThat(large.endHosting()).isTrue();
        assertThat(Objects.requireNonNull(large.take()).size()).isEqualTo(1);
    }

    @Test
    void theHostFindsNothingThatOthersHaveTaken() {
        offer(frame(1));
        queue.host();
        assertThat(queue.collect()).isTrue();
        take();
        assertThat(queue.releaseIfEmpty()).isTrue();

        assertThat(queue.endHosting()).isFalse();
        assertThat(offer(frame(1))).isEqualTo(Offer.DRAIN);
    }

    @Test
    void framesAreBoundedInNumberAndInBytes() {
        for (int i = 0; i < 4; i++) {
            assertThat(offer(frame(10))).isNotEqualTo(Offer.FULL);
        }
        assertThat(offer(frame(10))).isEqualTo(Offer.FULL);
        take();
        assertThat(offer(frame(900))).isEqualTo(Offer.QUEUED);
        assertThat(offer(frame(100))).isEqualTo(Offer.QUEUED);
        assertThat(offer(frame(1))).isEqualTo(Offer.FULL);
    }

    @Test
    void aCallerThatWaitsGoesOnWhenThereIsSpace() {
        offer(frame(1000));
        CompletableFuture<Offer> waiting =
                CompletableFuture.supplyAsync(() -> queue.offer(frame(1), Duration.ofSeconds(20)));
        take();
        assertThat(waiting.join()).isEqualTo(Offer.QUEUED);
    }

    @Test
    void aCallerThatWaitsIsSentAwayWhenTheQueueIsClosed() {
        Delivery first = frame(1000);
        offer(first);
        CompletableFuture<Offer> waiting =
                CompletableFuture.supplyAsync(() -> queue.offer(frame(1), Duration.ofSeconds(20)));
        assertThat(queue.close()).containsExactly(first);
        assertThat(waiting.join()).isEqualTo(Offer.CLOSED);
        assertThat(queue.putBack(new FrameBatch(new byte[0], 0))).isFalse();
        assertThat(queue.take()).isNull();
    }

    @Test
    void itIsIdleWhenNothingWaitsAndNobodyDrains() throws Exception {
        assertThat(queue.awaitIdle(0)).isTrue();
        offer(frame(1));
        assertThat(queue.awaitIdle(0)).as("a frame waits").isFalse();
        take();
        assertThat(queue.awaitIdle(0)).as("it is being written").isFalse();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.awaitIdle(Duration.ofSeconds(20).toNanos());
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        assertThat(queue.releaseIfEmpty()).isTrue();
        assertThat(waiting.join()).isTrue();
    }

    @Test
    void anInterruptedCallerStaysInterrupted() {
        offer(frame(1000));
        Thread.currentThread().interrupt();
        assertThat(queue.offer(frame(1), Duration.ofSeconds(20))).isEqualTo(Offer.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatIsPutBackStandsBeforeWhatCameMeanwhile() {
        Delivery first = frame(1);
        Delivery second = frame(1);
        Delivery third = frame(1);
        offer(first);
        offer(second);
        FrameBatch taken = Objects.requireNonNull(queue.take());
        offer(third);
        assertThat(queue.putBack(taken)).isTrue();
        assertThat(take()).containsExactly(first, second);
        assertThat(take()).containsExactly(third);
    }

    @Test
    void whatComesAfterABatchWasPutBackGoesWithIt() {
        Delivery first = frame(1);
        Delivery second = frame(1);
        offer(first);
        queue.putBack(Objects.requireNonNull(queue.take()));
        offer(second);

        assertThat(queue.size()).isEqualTo(2);
        assertThat(take()).containsExactly(first, second);
        assertThat(queue.size()).isZero();
    }

    @Test
    void aFrameThatCanNotBeWrittenLeavesTheQueueAsItWas() throws IOException {
        offer(line("a"));
        Delivery broken = new RecordingDelivery(RecordingDelivery.member("bbbbbbbb", "t", Map.of()), new byte[3]) {
            @Override
            public void writeFrame(byte[] to, int at) {
                to[at] = 'x';
                throw new IllegalStateException("broken");
            }
        };

        assertThatIllegalStateException().isThrownBy(() -> offer(broken));
        offer(line("b"));

        assertThat(queue.size()).isEqualTo(2);
        assertThat(written(Objects.requireNonNull(queue.take()))).isEqualTo("a\nb\n");
    }

    @Test
    void framesOfOtherLengthsThanTheLastBatchHadAreWrittenWhole() throws IOException {
        FrameQueue large = new FrameQueue(10_000, 1 << 24);
        List<String> lines =
                List.of("a", "b".repeat(300), "c".repeat(2 * FrameBatch.MOST_BYTES), "d", "e".repeat(50_000), "f");
        StringBuilder all = new StringBuilder();
        for (int round = 0; round < 3; round++) {
            for (String line : lines) {
                large.gather(line(line), Duration.ZERO, () -> true);
            }
            for (FrameBatch next = large.take(); next != null; next = large.take()) {
                assertThat(next.length() <= FrameBatch.MOST_BYTES || next.size() == 1)
                        .isTrue();
                all.append(written(next));
                large.recycle(next);
            }
        }

        assertThat(all.toString()).isEqualTo((String.join("\n", lines) + "\n").repeat(3));
    }

    private static Delivery line(String line) {
        return RecordingDelivery.line(RecordingDelivery.member("bbbbbbbb", "t", Map.of()), line);
    }

    private static String written(FrameBatch batch) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        batch.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void oneBatchIsBoundedButHoldsAtLeastOneFrame() {
        FrameQueue large = new FrameQueue(10, 1 << 24);
        large.offer(frame(FrameBatch.MOST_BYTES + 1), Duration.ZERO);
        large.offer(frame(FrameBatch.MOST_BYTES - 1), Duration.ZERO);
        large.offer(frame(1), Duration.ZERO);
        large.offer(frame(1), Duration.ZERO);
        assertThat(Objects.requireNonNull(large.take()).deliveries()).hasSize(1);
        assertThat(Objects.requireNonNull(large.take()).deliveries()).hasSize(2);
        assertThat(Objects.requireNonNull(large.take()).deliveries()).hasSize(1);
    }
}
