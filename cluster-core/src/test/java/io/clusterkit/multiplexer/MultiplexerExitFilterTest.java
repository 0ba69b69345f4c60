package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MultiplexerExitFilterTest {
    private final Map<Long, Integer> exits = new ConcurrentHashMap<>();
    private final MultiplexerExitFilter counting = client -> exits.merge(client.id(), 1, Integer::sum);

    @Test
    void runAtTheEndOfAClientsOutput() throws IOException {
        List<MultiplexerClient> left = new CopyOnWriteArrayList<>();
        try (Multiplexer multiplexer =
                        Multiplexers.local().addExitFilter(left::add).start();
                TestClient client = TestClient.join(multiplexer)) {
            int port = client.port();
            client.leave();
            eventually(() -> left.size() == 1);
            assertThat(left.get(0).address()).isEqualTo("127.0.0.1");
            assertThat(left.get(0).port()).isEqualTo(port);
            assertThat(multiplexer.clients()).isEmpty();
        }
        assertThat(left).hasSize(1);
    }

    @Test
    void runWhenAClientVanishes() throws IOException {
        try (Multiplexer multiplexer =
                        Multiplexers.local().addExitFilter(counting).start();
                TestClient client = TestClient.join(multiplexer)) {
            client.vanish();
            eventually(() -> exits.size() == 1);
            eventually(() -> multiplexer.stats().clients() == 0);
            assertThat(multiplexer.stats().halfClosed()).isZero();
        }
        assertThat(exits.values()).containsExactly(1);
    }

    @Test
    void runForThoseWhoAreStillThereAtTheEnd() throws IOException {
        try (Multiplexer multiplexer =
                        Multiplexers.local().addExitFilter(counting).start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            Multiplexers.end(multiplexer);
            assertThat(exits).hasSize(2);
            first.expectClosed();
            second.expectClosed();
        }
        assertThat(exits.values()).containsOnly(1);
    }

    @Test
    void oneThatFailsDoesNotKeepTheNextFromRunning() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                        .logLevel(org.slf4j.event.Level.ERROR)
                        .addExitFilter(client -> {
                            throw new IllegalStateException("broken on purpose");
                        })
                        .addExitFilter(counting)
                        .start();
                TestClient client = TestClient.join(multiplexer)) {
            client.leave();
            eventually(() -> exits.size() == 1);
            assertThat(multiplexer.stats().filterFailures()).isEqualTo(1);
        }
    }

    /** Clients that end their output, close, vanish while data is on its way to them, or are there until the end. */
    @Test
    void runExactlyOnceHoweverClientsEnd() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int clients = 200;
        byte[] data = new byte[2000];
        Multiplexer multiplexer = Multiplexers.local()
                .clientBufferBytes(16 * 1024)
                .addExitFilter(counting)
                .start();
        List<TestClient> open = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            TestClient client = TestClient.join(multiplexer);
            open.add(client);
            switch (random.nextInt(4)) {
                case 0 -> client.send(data);
                case 1 -> client.endOutput();
                default -> {
                    // stays
                }
            }
            if (random.nextBoolean()) {
                TestClient leaver = open.remove(random.nextInt(open.size()));
                if (random.nextBoolean()) {
                    leaver.vanish();
                } else {
                    leaver.close();
                }
            }
        }
        Thread closer = new Thread(multiplexer::close);
        closer.start();
        for (TestClient client : open) {
            client.vanish();
        }
        multiplexer.close();
        eventually(() -> !closer.isAlive());
        eventually(() -> exits.size() == clients); // on a slow machine not all before close() returns
        assertThat(exits).as("seed %d", seed).hasSize(clients);
        assertThat(exits.values()).as("seed %d", seed).containsOnly(1);
    }
}
