package io.clusterkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.Member;
import io.clusterkit.member.TestMembers;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.LogRecorder;
import io.clusterkit.runtime.ManualExecutor;
import io.clusterkit.runtime.SteppedRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A query as a source of outcomes. */
class QueryPublisherTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SteppedRuntime runtime = new SteppedRuntime(1);
    private final ManualExecutor executor = new ManualExecutor();
    private final QueryTable table = new QueryTable(
            TestMembers.id("self"), runtime, runtime.newLoop("test", new LongAdder()), executor, new Counters());
    private final Member a = TestMembers.member("a");
    private final Member b = TestMembers.member("b");
    private final Query query = table.open(null, List.of(a, b), TIMEOUT, null);

    private void answer(Member member) {
        table.answered(member.id(), QueryTableTest.answer(query, "x"), "t");
    }

    @Test
    void outcomesComeInTheOrderTheyCameToBeAndThenTheEnd() {
        Recorder recorder = subscribed(Long.MAX_VALUE);
        assertThat(recorder.told).isEmpty(); // not on this thread
        executor.runAll();
        answer(b);
        executor.runAll();
        assertThat(recorder.told).containsExactly("b");
        runtime.advance(TIMEOUT);
        executor.runAll();
        assertThat(recorder.told).containsExactly("b", "a", "end");
    }

    @Test
    void noMoreComesThanIsAskedForAndTheEndNeedsNoAsking() {
        Recorder recorder = subscribed(1);
        executor.runAll();
        answer(a);
        answer(b);
        executor.runAll();
        assertThat(recorder.told).containsExactly("a");
        recorder.ask(1);
        executor.runAll();
        assertThat(recorder.told).containsExactly("a", "b", "end");
    }

    @Test
    void eachOfSeveralSubscribersGetsAllTheLateOneToo() {
        Recorder first = subscribed(Long.MAX_VALUE);
        answer(a);
        executor.runAll();
        answer(b);
        executor.runAll();
        Recorder late = subscribed(Long.MAX_VALUE);
        executor.runAll();
        assertThat(first.told).containsExactly("a", "b", "end");
        assertThat(late.told).containsExactly("a", "b", "end");
    }

    @Test
    void whoCancelsIsToldNoMore() {
        Recorder recorder = subscribed(Long.MAX_VALUE);
        executor.runAll();
        answer(a);
        executor.runAll();
        recorder.cancel();
        answer(b);
        executor.runAll();
        assertThat(recorder.told).containsExactly("a");
    }

    @Test
    void askingForNothingIsAnError() {
        Recorder recorder = subscribed(0);
        executor.runAll();
        assertThat(recorder.told).containsExactly("error IllegalArgumentException");
        answer(a);
        executor.runAll();
        assertThat(recorder.told).hasSize(1);
    }

    @Test
    void aSubscriberThatFailsIsLoggedAndToldNoMoreAndTheOthersAre() {
        try (LogRecorder log = new LogRecorder(OutcomeSubscription.class)) {
            Recorder failing = new Recorder(Long.MAX_VALUE) {
                @Override
                public void onNext(QueryOutcome outcome) {
                    throw new IllegalStateException("expected");
                }
            };
            query.subscribe(failing);
            Recorder other = subscribed(Long.MAX_VALUE);
            answer(a);
            answer(b);
            executor.runAll();
            assertThat(failing.told).isEmpty();
            assertThat(other.told).containsExactly("a", "b", "end");
            assertThat(log.messages()).hasSize(1);
        }
    }

    @Test
    void aQueryToNobodyOnlyEnds() {
        Recorder recorder = new Recorder(1);
        table.open(null, List.of(), TIMEOUT, null).subscribe(recorder);
        executor.runAll();
        assertThat(recorder.told).containsExactly("end");
    }

    @Test
    void withoutAFreeThreadOutcomesComeOnTheThreadThatBringsThem() {
        QueryTable full = new QueryTable(
                TestMembers.id("self"),
                runtime,
                runtime.newLoop("test", new LongAdder()),
                task -> {
                    throw new RejectedExecutionException("full");
                },
                new Counters());
        Query asked = full.open(null, List.of(a), TIMEOUT, null);
        Recorder recorder = new Recorder(Long.MAX_VALUE);
        asked.subscribe(recorder);
        asked.finish();
        assertThat(recorder.told).containsExactly("a", "end");
    }

    private Recorder subscribed(long demand) {
        Recorder recorder = new Recorder(demand);
        query.subscribe(recorder);
        return recorder;
    }

    private static class Recorder implements Flow.Subscriber<QueryOutcome> {
        final List<String> told = new ArrayList<>();
        private final long demand;
        private Flow.@Nullable Subscription subscription;

        Recorder(long demand) {
            this.demand = demand;
        }

        void ask(long count) {
            if (subscription != null) {
                subscription.request(count);
            }
        }

        void cancel() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription made) {
            subscription = made;
            made.request(demand);
        }

        @Override
        public void onNext(QueryOutcome outcome) {
            told.add(outcome.member().sid());
        }

        @Override
        public void onError(Throwable failure) {
            told.add("error " + failure.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            told.add("end");
        }
    }
}
