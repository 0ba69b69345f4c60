package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a client costs that does not read. In most of these tests every piece is sent after the one before has come to
 * the healthy client, so that it never is behind, however slow the machine is.
 */
@Timeout(120)
class MultiplexerSlowClientTest {
    private static final int BOUND = 128 * 1024;
    private static final int PIECE = 4096;
    private static final int SMALL_WINDOW = 8192;

    private int sent;

    @Test
    void aClientThatNeverReadsIsDroppedAtItsBound() throws IOException {
        try (Multiplexer multiplexer =
                        Multiplexers.local().clientBufferBytes(BOUND).start();
                TestClient sender = TestClient.join(multiplexer);
                TestClient healthy = TestClient.join(multiplexer);
                TestClient never = TestClient.join(multiplexer, SMALL_WINDOW)) {
            while (multiplexer.stats().slowClientsDropped() == 0) {
                pass(sender, healthy);
                assertThat(multiplexer.stats().bufferedBytes()).isLessThanOrEqualTo(BOUND + PIECE + Chunk.OVERHEAD);
            }
            never.expectClosed();
            pass(sender, healthy);
            eventually(() -> multiplexer.stats().bufferedBytes() == 0);
            assertThat(multiplexer.stats().clients()).isEqualTo(2);
            assertThat(multiplexer.stats().chunksDropped()).isZero();
        }
    }

    @Test
    void itsOldestDataGivesWayAndWhatItGetsIsWhole() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                        .clientBufferBytes(BOUND)
                        .slowClientPolicy(SlowClientPolicy.DROP_OLDEST)
                        .start();
                TestClient sender = TestClient.join(multiplexer);
                TestClient healthy = TestClient.join(multiplexer);
                TestClient late = TestClient.join(multiplexer, SMALL_WINDOW)) {
            while (multiplexer.stats().chunksDropped() < 100) {
                pass(sender, healthy);
                assertThat(multiplexer.stats().bufferedBytes()).isLessThanOrEqualTo(BOUND + PIECE + Chunk.OVERHEAD);
            }
            int dropped = (int) multiplexer.stats().chunksDropped();
            List<Integer> numbers = new ArrayList<>();
            while (numbers.isEmpty() || numbers.get(numbers.size() - 1) < sent - 1) {
                numbers.add(numberOf(late.receive(PIECE)));
            }
            assertThat(numbers).isSorted().doesNotHaveDuplicates().hasSize(sent - dropped);
            assertThat(multiplexer.stats().slowClientsDropped()).isZero();
            pass(sender, healthy);
            assertThat(numberOf(late.receive(PIECE))).isEqualTo(sent - 1);
        }
    }

    @Test
    void sendersAreStoppedAndNothingIsLostIfThatIsWanted() throws Exception {
        byte[] data = new byte[16 << 20];
        new Random(1).nextBytes(data);
        try (Multiplexer multiplexer = Multiplexers.local()
                        .clientBufferBytes(BOUND)
                        .slowClientPolicy(SlowClientPolicy.STOP_READING_SENDERS)
                        .start();
                TestClient sender = TestClient.join(multiplexer);
                TestClient healthy = TestClient.join(multiplexer);
                TestClient late = TestClient.join(multiplexer, SMALL_WINDOW)) {
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> receive(healthy, data.length));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(sender, data));
            eventually(() -> multiplexer.stats().bufferedBytes() > BOUND / 2);
            assertThat(sending).isNotDone();
            assertThat(receive(late, data.length)).isEqualTo(data);
            assertThat(received.get()).isEqualTo(data);
            sending.get();
            assertThat(multiplexer.stats().slowClientsDropped()).isZero();
            assertThat(multiplexer.stats().chunksDropped()).isZero();
        }
    }

    @Test
    void aClientThatStopsTheSendersForTooLongIsClosed() throws Exception {
        byte[] data = new byte[16 << 20];
        new Random(2).nextBytes(data);
        try (Multiplexer multiplexer = Multiplexers.local()
                        .clientBufferBytes(BOUND)
                        .slowClientPolicy(SlowClientPolicy.STOP_READING_SENDERS)
                        .slowClientPatience(Duration.ofSeconds(2))
                        .start();
                TestClient sender = TestClient.join(multiplexer);
                TestClient healthy = TestClient.join(multiplexer);
                TestClient never = TestClient.join(multiplexer, SMALL_WINDOW)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(sender, data));
            assertThat(receive(healthy, data.length)).isEqualTo(data);
            sending.get();
            never.expectClosed();
            assertThat(multiplexer.stats().slowClientsDropped()).isEqualTo(1);
        }
    }

    /** The sender is faster than a client can read: it is waited for, while it reads. */
    @Test
    void aBurstDoesNotCostAClientThatIsALittleLate() throws Exception {
        byte[] data = new byte[32 << 20];
        new Random(3).nextBytes(data);
        try (Multiplexer multiplexer = Multiplexers.local()
                        .clientBufferBytes(BOUND)
                        .slowClientPatience(Duration.ofSeconds(10))
                        .start();
                TestClient sender = TestClient.join(multiplexer);
                TestClient healthy = TestClient.join(multiplexer, SMALL_WINDOW)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(sender, data));
            assertThat(receive(healthy, data.length)).isEqualTo(data);
            sending.get();
            assertThat(multiplexer.stats().slowClientsDropped()).isZero();
        }
    }

    @Test
    void aFilterThatMakesDataLargerThanABufferLosesOnlyThat() throws IOException {
        byte[] large = new byte[2 * BOUND];
        try (Multiplexer multiplexer = Multiplexers.local()
                        .clientBufferBytes(BOUND)
                        .slowClientPolicy(SlowClientPolicy.DROP_OLDEST)
                        .addFilter(data -> data.size() == 1 ? data.withBytes(large) : data)
                        .start();
                TestClient sender = TestClient.join(multiplexer);
                TestClient healthy = TestClient.join(multiplexer)) {
            sender.send("!");
            eventually(() -> multiplexer.stats().chunksDropped() == 1);
            sender.send("fits");
            healthy.expect("fits");
        }
    }

    /** A piece with its number goes through, and nothing else until it has. */
    private void pass(TestClient sender, TestClient receiver) throws IOException {
        byte[] piece = new byte[PIECE];
        ByteBuffer.wrap(piece).putInt(0, sent).putInt(PIECE - 4, sent);
        sender.send(piece);
        assertThat(numberOf(receiver.receive(PIECE))).isEqualTo(sent);
        sent++;
    }

    private static int numberOf(byte[] piece) {
        ByteBuffer buffer = ByteBuffer.wrap(piece);
        assertThat(buffer.getInt(0)).as("a whole piece").isEqualTo(buffer.getInt(PIECE - 4));
        return buffer.getInt(0);
    }

    private static void send(TestClient client, byte[] data) {
        try {
            client.send(data);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static byte[] receive(TestClient client, int bytes) {
        try {
            return client.receive(bytes);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
