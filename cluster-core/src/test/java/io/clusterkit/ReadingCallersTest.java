package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.newsclub.net.unix.AFUNIXSocket;

/** A caller that waits reads its answer itself where it can; nothing else of a query may change by that. */
@SuppressWarnings("NullAway.Init") // each test begins with join()
class ReadingCallersTest {
    private static final Duration TIMEOUT = ShortPolls.PATIENCE;

    private final TestNetwork network = TestNetwork.random();
    private final List<Cluster> members = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Set<String> askerRanOn = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread endedBy;
    private @Nullable Path directory;
    private Cluster asker;
    private Cluster answerer;
    private Member there;

    void join(String protocol) throws IOException {
        if (protocol.equals("u")) {
            assumeTrue(
                    AFUNIXSocket.isSupported(), "SKIPPED: no Unix sockets: junixsocket has no library for this system");
        }
        Path own = Files.createTempDirectory("cr"); // short: a socket's path has 103 bytes at most
        directory = own;
        asker = member(protocol, own, "asker");
        answerer = member(protocol, own, "answerer");
        answerer.onQuery("echo", query -> query.payload());
        answerer.onQuery("slow", query -> {
            assertThat(released.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return query.payload();
        });
        asker.onQuery("name", query -> {
            askerRanOn.add(Thread.currentThread().getName());
            return Payload.of("Ada");
        });
        asker.onEvent(event -> told.add(event.payload().asText()));
        await().atMost(TIMEOUT)
                .until(() -> asker.resolve("answerer").size() == 1
                        && answerer.resolve("asker").size() == 1);
        there = asker.resolve("answerer").get(0);
    }

    private Cluster member(String protocol, Path directory, String tag) {
        Cluster member = Cluster.join(options -> options.address(network.group())
                .port(network.port())
                .tags(tag)
                .protocols(protocol)
                .unixPath(directory.resolve("m.sock"))
                .observer(new CallObserver() {
                    @Override
                    public Watch<QueryResult> asking(OutgoingCall call) {
                        return (result, failure) -> endedBy = Thread.currentThread();
                    }
                }));
        members.add(member);
        return member;
    }

    @AfterEach
    void leave() throws IOException {
        released.countDown();
        members.forEach(Cluster::close);
        Path own = directory;
        if (own != null) {
            try (Stream<Path> left = Files.list(own)) {
                for (Path file : left.toList()) {
                    Files.deleteIfExists(file); // a member may be about to
                }
            }
            Files.delete(own);
        }
    }

    private Query start(String name, String data) {
        return asker.query(name).to(there).data(data).timeout(TIMEOUT).ask();
    }

    private String ask(String data) throws InterruptedException {
        return start("echo", data).await().outcomes().get(0).text();
    }

    /** Asks until the answer is read by the thread that asks: how often that takes depends on how busy this machine is. */
    private void readByCaller() throws Exception {
        untilReadByCaller(() -> assertThat(ask("x")).isEqualTo("x"));
    }

    /** In a loop as tight as possible: a reader stands aside for less than a millisecond. */
    private void untilReadByCaller(Callable<?> asking) throws Exception {
        long began = System.nanoTime();
        do {
            assertThat(System.nanoTime() - began).isLessThan(TIMEOUT.toNanos());
            endedBy = null;
            asking.call();
        } while (endedBy != Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "u"})
    void aCallerReadsAndThenTheReaderDoesAgain(String protocol) throws Exception {
        join(protocol);
        readByCaller();

        answerer.event().to("asker").data("news").send().join();
        assertThat(told.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("news");
        endedBy = null;
        assertThat(start("echo", "later").future().join().outcomes().get(0).text())
                .isEqualTo("later");
        assertThat(endedBy).isNotSameAs(Thread.currentThread());
        readByCaller();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "u"})
    void whoWaitsForTheFirstOutcomeReadsToo(String protocol) throws Exception {
        join(protocol);
        untilReadByCaller(() ->
                assertThat(start("echo", "x").awaitFirst(QueryOutcome::replied)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "u"})
    void whileAnAnswerTakesLongTheConnectionIsRead(String protocol) throws Exception {
        join(protocol);
        readByCaller();
        Query slow = start("slow", "well");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<QueryResult> waits = other.submit(() -> slow.await());
            answerer.event().to("asker").data("meanwhile").send().join();
            assertThat(told.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("meanwhile");
            assertThat(ask("also")).isEqualTo("also");
            assertThat(waits.isDone()).isFalse();
            released.countDown();
            assertThat(waits.get().outcomes().get(0).text()).isEqualTo("well");
        } finally {
            other.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "u"})
    void anEndThatComesAnotherWayEndsTheWaiting(String protocol) throws Exception {
        join(protocol);
        readByCaller();
        Query slow = start("slow", "well");
        Thread finisher = new Thread(slow::finish);
        finisher.start();

        assertThat(slow.await().outcomes().get(0).status()).isEqualTo(QueryOutcome.Status.NOT_AWAITED);
        finisher.join();
        assertThat(ask("next")).isEqualTo("next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "u"})
    void whoIsInterruptedIsToldAndTheQueryGoesOn(String protocol) throws Exception {
        join(protocol);
        readByCaller();
        Query slow = start("slow", "well");
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(caller::interrupt);
        interrupter.start();

        assertThatThrownBy(slow::await).isInstanceOf(InterruptedException.class);
        interrupter.join();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(slow.isDone()).isFalse();
        released.countDown();
        assertThat(slow.await().outcomes().get(0).text()).isEqualTo("well");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "u"})
    void aConnectionThatEndsMeanwhileEndsTheQueryAsEver(String protocol) throws Exception {
        join(protocol);
        Cluster second = member(protocol, Objects.requireNonNull(directory), "second");
        second.onQuery("echo", query -> query.payload());
        await().atMost(TIMEOUT).until(() -> asker.resolve("second").size() == 1);
        readByCaller();
        Query slow = start("slow", "well");
        Thread closer = new Thread(answerer::close);
        closer.start();

        assertThat(slow.await().outcomes().get(0).status()).isEqualTo(QueryOutcome.Status.LEFT);
        closer.join();
        there = asker.resolve("second").get(0);
        readByCaller();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "u"})
    void handlersNeverRunOnTheThreadOfACaller(String protocol) throws Exception {
        join(protocol);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> asksBack = other.submit(() -> {
                int answers = 0;
                for (int i = 0; i < 2000; i++) {
                    QueryResult result = answerer.query("name")
                            .to(asker.id().sid())
                            .timeout(TIMEOUT)
                            .ask()
                            .await();
                    answers += result.outcomes().get(0).text().equals("Ada") ? 1 : 0;
                }
                return answers;
            });
            while (!asksBack.isDone()) {
                assertThat(ask("x")).isEqualTo("x");
            }
            assertThat(asksBack.get()).isEqualTo(2000);
        } finally {
            other.shutdown();
        }
        assertThat(askerRanOn)
                .isNotEmpty()
                .allMatch(thread -> thread.startsWith("cluster-" + asker.id().sid()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "u"})
    void ofManyThatAskAtRandomNobodyWaitsInVain(String protocol) throws Exception {
        join(protocol);
        int threads = 6;
        int each = 1500;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Collection<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Random random = new Random(i);
                all.add(pool.submit(() -> askAtRandom(random, each)));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get(4 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(each);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** In runs, alone and with others: for readers to stand aside, and to be missed. */
    private int askAtRandom(Random random, int times) throws InterruptedException {
        int answered = 0;
        for (int i = 0; i < times; i++) {
            String data = Integer.toString(random.nextInt());
            answered += ask(data).equals(data) ? 1 : 0;
            if (random.nextInt(16) == 0) {
                LockSupport.parkNanos(random.nextInt(2_000_000));
            }
        }
        return answered;
    }
}
