package io.clusterkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ElasticPoolTest {
    private final CountDownLatch go = new CountDownLatch(1);
    private final ElasticPool pool = new ElasticPool("elastic-test", 3, 2);

    @AfterEach
    void end() {
        go.countDown();
        pool.shutdown();
    }

    @Test
    void growsBeforeItQueuesAndQueuesBeforeItRefuses() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(5);
        for (int threads = 1; threads <= 3; threads++) {
            block(ended);
            assertThat(pool.getPoolSize()).isEqualTo(threads);
            assertThat(pool.getQueue()).isEmpty();
        }
        block(ended);
        block(ended);
        assertThat(pool.getPoolSize()).isEqualTo(3);
        assertThat(pool.getQueue()).hasSize(2);

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> pool.execute(() -> {}))
                .withMessageContaining("all 3 threads are busy and 2 tasks wait");
        go.countDown();

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void placesInTheQueueAreFreeAgainWhenTheirTasksRan() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            block(ended);
        }
        go.countDown();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();

        for (int round = 0; round < 10; round++) {
            CountDownLatch again = new CountDownLatch(5);
            CountDownLatch gate = new CountDownLatch(1);
            for (int i = 0; i < 5; i++) {
                CountDownLatch begun = new CountDownLatch(i < 3 ? 1 : 0);
                pool.execute(() -> {
                    begun.countDown();
                    awaitQuietly(gate);
                    again.countDown();
                });
                awaitQuietly(begun);
            }
            gate.countDown();
            assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Each task hands the next one over and waits for it: with a task queued behind a busy thread that never ends. */
    @Test
    void tasksThatWaitForEachOtherAlwaysFindAThread() throws InterruptedException {
        ElasticPool wide = new ElasticPool("elastic-chain", 64, 1000);
        AtomicInteger stuck = new AtomicInteger();
        int chains = 4;
        CountDownLatch all = new CountDownLatch(chains);
        for (int c = 0; c < chains; c++) {
            DaemonThreads.create("chain-" + c, () -> {
                        for (int round = 0; round < 300; round++) {
                            CountDownLatch outer = new CountDownLatch(1);
                            wide.execute(() -> {
                                CountDownLatch inner = new CountDownLatch(1);
                                wide.execute(inner::countDown);
                                if (!awaitQuietly(inner)) {
                                    stuck.incrementAndGet();
                                }
                                outer.countDown();
                            });
                            awaitQuietly(outer);
                        }
                        all.countDown();
                    })
                    .start();
        }

        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stuck).hasValue(0);
        wide.shutdown();
    }

    @Test
    void idleThreadsEndAndThePoolGrowsAgain() throws InterruptedException {
        ElasticPool quick = new ElasticPool("elastic-idle", 3, 2, Duration.ofMillis(1));
        for (int round = 0; round < 3; round++) {
            CountDownLatch ran = new CountDownLatch(1);
            quick.execute(ran::countDown);
            assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
            await().until(() -> quick.getPoolSize() == 0);
        }
        quick.shutdown();
    }

    @Test
    void aPoolThatIsShutDownRefusesAndRunsWhatItHasTaken() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            block(ended);
        }
        pool.shutdown();

        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.execute(() -> {}));
        go.countDown();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void itsThreadsAreNamedDaemons() throws InterruptedException {
        AtomicInteger daemons = new AtomicInteger();
        CountDownLatch ran = new CountDownLatch(1);
        pool.execute(() -> {
            Thread current = Thread.currentThread();
            daemons.addAndGet(current.isDaemon() && current.getName().startsWith("elastic-test-") ? 1 : 0);
            ran.countDown();
        });

        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(daemons).hasValue(1);
    }

    private void block(CountDownLatch ended) {
        pool.execute(() -> {
            awaitQuietly(go);
            ended.countDown();
        });
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
