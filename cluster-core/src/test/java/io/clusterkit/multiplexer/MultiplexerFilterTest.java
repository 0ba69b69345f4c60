package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MultiplexerFilterTest {
    @Test
    void filtersRunInOrderEachOnTheResultOfTheOneBefore() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                        .addFilter(append("1"))
                        .addFilter(append("2"))
                        .start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            multiplexer.addFilter(append("3"));
            first.send("x");
            second.expect("x123");
        }
    }

    @Test
    void filtersCanBeTakenAwayWhileItRuns() throws IOException {
        MultiplexerFilter filter = append("!");
        try (Multiplexer multiplexer = Multiplexers.local().addFilter(filter).start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            first.send("x");
            second.expect("x!");
            assertThat(multiplexer.removeFilter(filter)).isTrue();
            assertThat(multiplexer.removeFilter(filter)).isFalse();
            first.send("y");
            second.expect("y");
        }
    }

    @Test
    void aFilterThatThrowsIsSkippedAndTheDataGoesOnUnchanged() throws IOException {
        MultiplexerFilter broken = data -> {
            data.bytes()[0] = '#'; // a copy
            throw new IllegalStateException("broken on purpose");
        };
        MultiplexerFilter worse = data -> {
            throw new StackOverflowError("broken on purpose");
        };
        try (Multiplexer multiplexer = Multiplexers.local()
                        .logLevel(org.slf4j.event.Level.ERROR)
                        .addFilter(append("1"))
                        .addFilter(broken)
                        .addFilter(worse)
                        .addFilter(append("2"))
                        .start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            first.send("x");
            second.expect("x12");
            first.send("y");
            second.expect("y12");
            assertThat(multiplexer.stats().filterFailures()).isEqualTo(4);
        }
    }

    @Test
    void aFilterThatFailsToChooseItsClientsIsSkipped() throws IOException {
        MultiplexerFilter broken = data -> data.withBytes(new byte[3]).to(client -> {
            throw new IllegalStateException("broken on purpose");
        });
        try (Multiplexer multiplexer = Multiplexers.local()
                        .logLevel(org.slf4j.event.Level.ERROR)
                        .addFilter(broken)
                        .start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            first.send("x");
            second.expect("x");
        }
    }

    @Test
    void aFilterMayDropAChunk() throws IOException {
        List<String> later = new CopyOnWriteArrayList<>();
        try (Multiplexer multiplexer = Multiplexers.local()
                        .addFilter(data -> text(data).equals("secret") ? data.drop() : data)
                        .addFilter(data -> {
                            later.add(text(data));
                            return data;
                        })
                        .start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            first.send("secret");
            eventually(() -> multiplexer.stats().chunksDropped() == 1);
            second.expectNothingBefore(first, "open");
            assertThat(later).containsExactly("open");
        }
    }

    @Test
    void aFilterMayAddressSomeClientsOrTheSender() throws IOException {
        AtomicReference<MultiplexerClient> wanted = new AtomicReference<>();
        MultiplexerFilter filter = data -> switch (text(data)) {
            case "to third" -> data.to(client -> client.equals(wanted.get()));
            case "to me" -> data.toSender();
            default -> data;
        };
        try (Multiplexer multiplexer = Multiplexers.local().addFilter(filter).start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer);
                TestClient third = TestClient.join(multiplexer)) {
            wanted.set(multiplexer.clients().get(2));
            first.send("to third");
            third.expect("to third");
            first.send("to me");
            first.expect("to me");
            second.expectNothingBefore(first, "to all");
            third.expect("to all");
        }
    }

    @Test
    void aFilterThatBlocksDoesNotStopOtherMultiplexers() throws IOException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        MultiplexerFilter blocking = data -> {
            entered.countDown();
            leave.await();
            return data;
        };
        try (Multiplexer stuck = Multiplexers.local().addFilter(blocking).start();
                Multiplexer other = Multiplexers.local().start();
                TestClient stuck1 = TestClient.join(stuck);
                TestClient stuck2 = TestClient.join(stuck);
                TestClient other1 = TestClient.join(other);
                TestClient other2 = TestClient.join(other)) {
            stuck1.send("x");
            eventually(() -> entered.getCount() == 0);
            other1.send("free");
            other2.expect("free");
            leave.countDown();
            stuck2.expect("x");
        }
    }

    @Test
    void theEndClosesSocketsEvenIfAFilterBlocks() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        List<MultiplexerClient> left = new CopyOnWriteArrayList<>();
        MultiplexerFilter blocking = data -> {
            entered.countDown();
            leave.await();
            return data;
        };
        Multiplexer stuck = Multiplexers.local()
                .logLevel(org.slf4j.event.Level.ERROR)
                .addFilter(blocking)
                .addExitFilter(left::add)
                .start();
        try (TestClient first = TestClient.join(stuck);
                TestClient second = TestClient.join(stuck)) {
            first.send("x");
            eventually(() -> entered.getCount() == 0);
            stuck.close();
            first.expectClosed();
            second.expectClosed();
            leave.countDown();
            eventually(() -> left.size() == 2);
        }
    }

    @Test
    void aFilterMayEndItsMultiplexer() throws IOException {
        CompletableFuture<Multiplexer> self = new CompletableFuture<>();
        try (Multiplexer multiplexer = Multiplexers.local()
                        .addFilter(data -> {
                            self.join().close();
                            return data;
                        })
                        .start();
                TestClient first = TestClient.join(multiplexer)) {
            self.complete(multiplexer);
            first.send("the end");
            first.expectClosed();
        }
    }

    @Test
    void aFilterThatInterruptsItsThreadHarmsNobody() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                        .addFilter(data -> {
                            Thread.currentThread().interrupt();
                            return data;
                        })
                        .start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            first.send("one");
            second.expect("one");
            first.send("two");
            second.expect("two");
        }
    }

    @Test
    void anAccessFilterThatThrowsDenies() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                        .logLevel(org.slf4j.event.Level.ERROR)
                        .addAccessFilter((newcomer, present) -> {
                            throw new IllegalStateException("broken on purpose");
                        })
                        .start();
                TestClient denied = TestClient.dial(multiplexer)) {
            denied.expectClosed();
            assertThat(multiplexer.stats().denied()).isEqualTo(1);
        }
    }

    private static MultiplexerFilter append(String suffix) {
        return data -> data.withBytes((text(data) + suffix).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(MultiplexerData data) {
        return new String(data.bytes(), StandardCharsets.UTF_8);
    }
}
