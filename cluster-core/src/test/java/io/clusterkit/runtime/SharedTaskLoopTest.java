package io.clusterkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedTaskLoopTest {
    private final LongAdder refused = new LongAdder();
    private final TaskLoop one = ClusterRuntime.system().sharedLoop("one", refused);
    private final TaskLoop other = ClusterRuntime.system().sharedLoop("other", new LongAdder());

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Test
    void loopsHaveOneDaemonThreadInCommonWhichClingsToNobody() throws InterruptedException {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CountDownLatch ran = new CountDownLatch(3);
        for (TaskLoop loop : List.of(one, other, one)) {
            assertThat(loop.execute(() -> {
                        threads.add(Thread.currentThread());
                        ran.countDown();
                    }))
                    .isTrue();
        }

        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).allMatch(thread -> thread == threads.get(0));
        assertThat(threads.get(0).isDaemon()).isTrue();
        assertThat(threads.get(0).getContextClassLoader()).isSameAs(ClassLoader.getSystemClassLoader());
    }

    @Test
    void aTimerRunsUnlessItIsCancelled() {
        AtomicBoolean cancelledRan = new AtomicBoolean();
        AtomicBoolean ran = new AtomicBoolean();
        one.execute(
                () -> { // on the loop's thread, so that no timer runs meanwhile
                    one.schedule(Duration.ofMillis(5), () -> cancelledRan.set(true))
                            .cancel();
                    one.schedule(Duration.ofMillis(20), () -> ran.set(true));
                });

        await().untilTrue(ran);
        assertThat(cancelledRan).isFalse();
    }

    @Test
    void aClosedLoopRunsNothingMoreAndTheOthersGoOn() {
        AtomicBoolean ran = new AtomicBoolean();
        AtomicBoolean otherRan = new AtomicBoolean();
        AtomicBoolean taken = new AtomicBoolean();

        other.execute(
                () -> { // on the thread of both, so that no timer runs meanwhile
                    one.schedule(Duration.ofMillis(10), () -> ran.set(true));
                    one.close();
                    taken.set(one.execute(() -> ran.set(true)));
                    one.schedule(Duration.ZERO, () -> ran.set(true));
                    other.schedule(Duration.ofMillis(30), () -> otherRan.set(true));
                });

        await().untilTrue(otherRan);
        assertThat(taken).isFalse();
        assertThat(ran).isFalse();
        assertThat(refused.sum()).isOne();
        assertThat(one.waiting()).isZero();
    }

    @Test
    void closingWaitsForTheTaskThatRuns() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        one.execute(() -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            ended.set(true);
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        other.schedule(Duration.ZERO, () -> {});
        Thread release = new Thread(goOn::countDown);
        release.start();
        one.close();

        assertThat(ended).isTrue();
        release.join();
    }

    @Test
    void aTaskMayCloseItsLoop() {
        AtomicBoolean closed = new AtomicBoolean();
        one.execute(() -> {
            one.close();
            closed.set(true);
        });

        await().untilTrue(closed);
    }

    @Test
    void aTaskThatThrowsIsLoggedAndEndsAlone() {
        AtomicBoolean ran = new AtomicBoolean();
        try (LogRecorder recorder = new LogRecorder(SharedTaskLoop.class)) {
            one.execute(() -> {
                throw new IllegalStateException("expected");
            });
            one.execute(() -> ran.set(true));
            await().untilTrue(ran);
            assertThat(recorder.messages()).hasSize(1);
        }
    }
}
