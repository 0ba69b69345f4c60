package io.clusterkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class SteppedRuntimeTest {
    private final SteppedRuntime runtime = new SteppedRuntime(7);
    private final TaskLoop loop = runtime.newLoop("test", new LongAdder());
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsATaskAtItsMomentAndNotBefore() {
        loop.schedule(Duration.ofSeconds(1), () -> ran.add("at " + runtime.nanoTime()));

        runtime.advance(Duration.ofSeconds(1).minusNanos(1));
        assertThat(ran).isEmpty();
        runtime.advance(Duration.ofNanos(1));
        assertThat(ran).containsExactly("at 1000000000");
    }

    @Test
    void runsTasksByTimeAndThoseOfOneMomentInTheOrderGiven() {
        loop.schedule(Duration.ofSeconds(2), () -> ran.add("c"));
        loop.schedule(Duration.ofSeconds(1), () -> ran.add("a"));
        loop.schedule(Duration.ofSeconds(1), () -> ran.add("b"));

        runtime.advance(Duration.ofSeconds(5));
        assertThat(ran).containsExactly("a", "b", "c");
        assertThat(runtime.nanoTime()).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void whatATaskMakesDueRunsInTheSameStep() {
        loop.execute(() -> loop.execute(() -> ran.add("inner")));

        runtime.settle();
        assertThat(ran).containsExactly("inner");
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        loop.schedule(Duration.ofSeconds(1), () -> ran.add("x")).cancel();

        runtime.advance(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
    }

    @Test
    void whatHasNotBegunWhenALoopClosesDoesNotRun() {
        loop.execute(() -> ran.add("handed over"));
        loop.schedule(Duration.ZERO, () -> ran.add("scheduled"));
        loop.close();

        assertThat(loop.execute(() -> ran.add("late"))).isFalse();
        runtime.advance(Duration.ofSeconds(1));
        assertThat(ran).isEmpty();
    }

    @Test
    void aTaskThatFailsEndsAlone() {
        try (LogRecorder recorder = new LogRecorder(SteppedRuntime.class)) {
            loop.execute(() -> {
                throw new IllegalStateException("expected");
            });
            loop.execute(() -> ran.add("next"));

            runtime.settle();
            assertThat(ran).containsExactly("next");
            assertThat(recorder.messages()).hasSize(1);
        }
    }

    @Test
    void awaitGivesWhatIsDoneWithoutMovingTime() {
        CompletableFuture<String> soon = new CompletableFuture<>();
        loop.execute(() -> soon.complete("done"));

        assertThat(runtime.await(soon, Duration.ofSeconds(9))).contains("done");
        assertThat(runtime.await(new CompletableFuture<>(), Duration.ofSeconds(9)))
                .isEmpty();
        assertThat(runtime.nanoTime()).isZero();
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        assertThat(history(11)).isEqualTo(history(11)).isNotEqualTo(history(12));
    }

    private static List<String> history(long seed) {
        SteppedRuntime runtime = new SteppedRuntime(seed);
        List<String> history = new ArrayList<>();
        TaskLoop loop = runtime.newLoop("test", new LongAdder());
        for (int i = 0; i < 50; i++) {
            String name = "task " + i;
            Duration delay = Duration.ofMillis(runtime.random().nextInt(20));
            loop.schedule(delay, () -> history.add(name + " at " + runtime.instant()));
        }
        runtime.advance(Duration.ofSeconds(1));
        return history;
    }
}
