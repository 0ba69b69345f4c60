package io.clusterkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LaneTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ManualExecutor executor = new ManualExecutor();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsTasksInTheOrderGivenOnOneTurn() {
        Lane lane = new Lane(executor, 10);
        for (String name : List.of("a", "b", "c")) {
            assertThat(execute(lane, name)).isTrue();
        }

        assertThat(executor.waiting()).isOne();
        executor.runAll();
        assertThat(ran).containsExactly("a", "b", "c");
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void aTaskAddedByATaskRunsBehindThoseThatWait() {
        Lane lane = new Lane(executor, 10);
        lane.execute(() -> assertThat(execute(lane, "late")).isTrue(), Duration.ZERO);
        execute(lane, "early");

        executor.runAll();
        assertThat(ran).containsExactly("early", "late");
    }

    @Test
    void aFullLaneRefusesAtOnceWithoutPatience() {
        Lane lane = new Lane(executor, 2);
        execute(lane, "a");
        execute(lane, "b");

        assertThat(execute(lane, "c")).isFalse();
        assertThat(lane.size()).isEqualTo(2);
        executor.runAll();
        assertThat(ran).containsExactly("a", "b");
        assertThat(execute(lane, "d")).isTrue();
    }

    @Test
    void aFullLaneIsWaitedForWithPatience() throws InterruptedException {
        ElasticPool pool = new ElasticPool("lane-test", 2, 10);
        Lane lane = new Lane(pool, 1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(3);
        lane.execute(
                () -> {
                    begun.countDown();
                    awaitQuietly(go);
                    all.countDown();
                },
                Duration.ZERO);
        begun.await();
        lane.execute(all::countDown, Duration.ZERO);
        assertThat(lane.execute(all::countDown, Duration.ZERO)).isFalse();

        AtomicReference<Boolean> taken = new AtomicReference<>();
        Thread patient = DaemonThreads.create("patient", () -> taken.set(lane.execute(all::countDown, LONG)));
        patient.start();
        go.countDown();

        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        patient.join();
        assertThat(taken).hasValue(true);
        pool.shutdown();
    }

    @Test
    void anInterruptedCallerIsNotServedAndStaysInterrupted() {
        Lane lane = new Lane(executor, 1);
        execute(lane, "a");

        Thread.currentThread().interrupt();
        boolean taken = lane.execute(() -> ran.add("b"), LONG);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(taken).isFalse();
    }

    @Test
    void aTaskThatFailsEndsAlone() {
        try (LogRecorder recorder = new LogRecorder(Lane.class)) {
            Lane lane = new Lane(executor, 10);
            lane.execute(
                    () -> {
                        throw new IllegalStateException("expected");
                    },
                    Duration.ZERO);
            execute(lane, "b");

            executor.runAll();
            assertThat(ran).containsExactly("b");
            assertThat(recorder.messages()).hasSize(1);
        }
    }

    @Test
    void aBusyLaneGivesItsThreadBackAfterATurn() {
        Lane lane = new Lane(executor, 1000);
        IntStream.range(0, 300).forEach(i -> execute(lane, "t" + i));

        assertThat(executor.runOne()).isTrue();
        assertThat(ran).hasSize(256);
        assertThat(lane.isIdle()).isFalse();
        assertThat(executor.runOne()).isTrue();
        assertThat(ran)
                .hasSize(300)
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).mapToObj(i -> "t" + i).toList());
    }

    @Test
    void aLaneThatCannotHandOverGoesOn() {
        Lane lane = new Lane(executor, 1000);
        IntStream.range(0, 600).forEach(i -> execute(lane, "t" + i));
        executor.refuse(true);

        executor.runOne();

        assertThat(ran).hasSize(600);
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void aTaskThatTheExecutorRefusesIsNotTaken() {
        Lane lane = new Lane(executor, 10);
        executor.refuse(true);
        assertThat(execute(lane, "a")).isFalse();

        executor.refuse(false);
        assertThat(execute(lane, "b")).isTrue();
        executor.runAll();
        assertThat(ran).containsExactly("b");
    }

    /** Between a task's hand-over and the executor's refusal another task comes: it must not depend on the first. */
    @Test
    void aTaskThatCameWhileAnotherWasRefusedRunsAllTheSame() {
        AtomicReference<Lane> lane = new AtomicReference<>();
        AtomicInteger calls = new AtomicInteger();
        Executor refusesFirst = task -> {
            if (calls.getAndIncrement() == 0) {
                assertThat(execute(laneOf(lane), "b")).isTrue();
                throw new RejectedExecutionException("the first");
            }
            executor.execute(task);
        };
        lane.set(new Lane(refusesFirst, 10));

        boolean first = execute(laneOf(lane), "a");
        executor.runAll();

        assertThat(ran).contains("b");
        assertThat(ran.contains("a"))
                .as("taken means run, refused means not run")
                .isEqualTo(first);
    }

    @Test
    void manyThreadsKeepEachItsOwnOrderAndNoTwoTasksRunAtOnce() throws InterruptedException {
        int threads = 4;
        int each = 2000;
        ElasticPool pool = new ElasticPool("lane-test", 4, 100);
        Lane lane = new Lane(pool, 64);
        int[] last = new int[threads]; // touched by tasks of the lane only
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger faults = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(threads * each);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            DaemonThreads.create("giver-" + t, () -> {
                        for (int i = 1; i <= each; i++) {
                            int number = i;
                            boolean taken = lane.execute(
                                    () -> {
                                        int before = last[thread];
                                        boolean alone = inside.incrementAndGet() == 1;
                                        if (!alone || before != number - 1) {
                                            faults.incrementAndGet();
                                        }
                                        last[thread] = number;
                                        inside.decrementAndGet();
                                        all.countDown();
                                    },
                                    LONG);
                            if (!taken) {
                                faults.incrementAndGet();
                            }
                        }
                    })
                    .start();
        }

        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(faults).hasValue(0);
        pool.shutdown();
    }

    private boolean execute(Lane lane, String name) {
        return lane.execute(() -> ran.add(name), Duration.ZERO);
    }

    private static Lane laneOf(AtomicReference<Lane> reference) {
        Lane lane = reference.get();
        if (lane == null) {
            throw new IllegalStateException("not set yet");
        }
        return lane;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
