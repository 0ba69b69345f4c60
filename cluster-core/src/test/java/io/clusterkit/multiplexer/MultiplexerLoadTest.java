package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sender that writes as fast as it can, and a crowd of which some don't read, some read 1 KiB/s, and some vanish. With the system property {@value #FULL} it is 1 GiB through 100 clients instead of 64 MiB through 40.
 */
@Timeout(600)
class MultiplexerLoadTest {
    static final String FULL = "cluster.multiplexer.load.full";

    private static final Logger log = LoggerFactory.getLogger(MultiplexerLoadTest.class);
    private static final int BLOCK = 1 << 20;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final boolean full = Boolean.getBoolean(FULL);
    private final int blocks = full ? 1024 : 64;
    private final int clients = full ? 100 : 40;
    private final int ofEachBadKind = clients / 10;
    private final int healthy = clients - 1 - 3 * ofEachBadKind;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOP_READING_SENDERS")
    void everyHealthyClientGetsEveryByteInOrder(SlowClientPolicy policy)
            throws IOException, InterruptedException, ExecutionException {
        long descriptors = descriptors();
        Map<Long, Integer> exits = new ConcurrentHashMap<>();
        AtomicLong mostBuffered = new AtomicLong();
        long bytes = (long) blocks * BLOCK;
        try (Multiplexer multiplexer = Multiplexers.local()
                        .name("load")
                        .slowClientPolicy(policy)
                        .slowClientPatience(
                                full ? MultiplexerBuilder.DEFAULT_SLOW_CLIENT_PATIENCE : Duration.ofSeconds(3))
                        .addExitFilter(client -> exits.merge(client.id(), 1, Integer::sum))
                        .start();
                Crowd crowd = new Crowd()) {
            crowd.join(multiplexer.port(), healthy, ofEachBadKind, ofEachBadKind, ofEachBadKind);
            eventually(() -> multiplexer.stats().clients() == clients - 1);
            long began = System.nanoTime();
            try (TestClient sender = TestClient.join(multiplexer)) {
                CompletableFuture<Long> sending = CompletableFuture.supplyAsync(() -> send(sender));
                crowd.receive(
                        bytes,
                        () -> mostBuffered.accumulateAndGet(multiplexer.stats().bufferedBytes(), Math::max));
                assertThat(crowd.sums()).hasSize(healthy).containsOnly(sending.get());
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            MultiplexerStats stats = multiplexer.stats();
            log.warn(
                    "{}: {} MiB to {} healthy clients in {}, most buffered {} KiB, {}",
                    policy,
                    blocks,
                    healthy,
                    took,
                    mostBuffered.get() / 1024,
                    stats);
            assertThat(mostBuffered.get())
                    .isLessThanOrEqualTo((long) clients * MultiplexerBuilder.DEFAULT_CLIENT_BUFFER_BYTES);
            assertThat(stats.bytesIn()).isEqualTo(bytes);
            if (policy == SlowClientPolicy.DROP_CLIENT) {
                assertThat(stats.slowClientsDropped()).isEqualTo(2L * ofEachBadKind);
                assertThat(stats.chunksDropped()).isZero();
            } else {
                assertThat(stats.slowClientsDropped()).isZero();
                assertThat(stats.chunksDropped()).isPositive();
            }
            Multiplexers.end(multiplexer);
            assertThat(multiplexer.stats().bufferedBytes()).isZero();
        }
        assertThat(exits).hasSize(clients);
        assertThat(exits.values()).containsOnly(1);
        eventually(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("multiplexer-load")));
        // Others may open a file meanwhile; there were hundreds of sockets.
        eventually(() -> descriptors() < descriptors + clients / 10);
    }

    /** How many this process has; 0 where it can't be known. */
    private static long descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }

    /** Sends the blocks, each with its number, and returns the sum of their bytes. */
    private long send(TestClient sender) {
        byte[] block = new byte[BLOCK];
        new Random(blocks).nextBytes(block);
        CRC32C sum = new CRC32C();
        try {
            for (int i = 0; i < blocks; i++) {
                ByteBuffer.wrap(block).putInt(0, i);
                sum.update(block);
                sender.send(block);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        return sum.getValue();
    }
}
