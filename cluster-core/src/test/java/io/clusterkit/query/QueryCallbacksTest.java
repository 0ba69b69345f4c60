package io.clusterkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.Member;
import io.clusterkit.member.TestMembers;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.LogRecorder;
import io.clusterkit.runtime.ManualExecutor;
import io.clusterkit.runtime.SteppedRuntime;
import io.clusterkit.runtime.WaitingCallers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class QueryCallbacksTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SteppedRuntime runtime = new SteppedRuntime(1);
    private final ManualExecutor executor = new ManualExecutor();
    private final QueryTable table = new QueryTable(
            TestMembers.id("self"), runtime, runtime.newLoop("test", new LongAdder()), executor, new Counters());
    private final Member a = TestMembers.member("a");
    private final Member b = TestMembers.member("b");
    private final List<String> told = new ArrayList<>();

    @Test
    void whoWaitsByOtherMeansHasReadersGoOn() {
        WaitingCallers callers = new WaitingCallers(true);
        AtomicInteger woken = new AtomicInteger();
        callers.offer(new RestingReader(woken::incrementAndGet));
        QueryTable readByCallers = new QueryTable(
                TestMembers.id("self"),
                runtime,
                runtime.newLoop("test", new LongAdder()),
                executor,
                new Counters(),
                callers);
        Query query = readByCallers.open(null, List.of(a), TIMEOUT, null);
        assertThat(woken).hasValue(0);

        CompletableFuture<QueryResult> future = query.future();
        assertThat(woken).hasValue(1);
        assertThat(query.future()).isSameAs(future);
        assertThat(woken).hasValue(1);
        query.subscribe(new Unconcerned());
        assertThat(woken).hasValue(2);
    }

    private record RestingReader(Runnable whenWoken) implements WaitingCallers.Source {
        @Override
        public boolean take() {
            return false;
        }

        @Override
        public Look look() {
            return Look.NOTHING;
        }

        @Override
        public void giveBack(boolean toReader) {}

        @Override
        public void wakeReader() {
            whenWoken.run();
        }

        @Override
        public void nudge() {}
    }

    private static final class Unconcerned implements Flow.Subscriber<QueryOutcome> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(QueryOutcome outcome) {}

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void theListenerIsToldOnTheExecutorInTheOrderOfOutcomesAndDoneLast() {
        Query query = table.open(null, List.of(a, b), TIMEOUT, listener());
        table.answered(b.id(), QueryTableTest.answer(query, "from b"), "t");
        assertThat(told).isEmpty();
        executor.runAll();
        table.answered(a.id(), QueryTableTest.answer(query, "from a"), "t");
        assertThat(told).containsExactly("b ANSWERED");
        executor.runAll();

        assertThat(told).containsExactly("b ANSWERED", "a ANSWERED", "done 2");
    }

    @Test
    void theListenerOfAQueryToNobodyIsToldThatItIsDone() {
        table.open(null, List.of(), TIMEOUT, listener());
        executor.runAll();

        assertThat(told).containsExactly("done 0");
    }

    @Test
    void aListenerThatFailsIsStillToldTheRest() {
        try (LogRecorder recorder = new LogRecorder(Query.class)) {
            Query query = table.open(null, List.of(a), TIMEOUT, new QueryListener() {
                @Override
                public void outcome(Query asked, QueryOutcome outcome) {
                    throw new IllegalStateException("expected");
                }

                @Override
                public void done(Query asked, QueryResult result) {
                    told.add("done");
                }
            });
            query.finish();
            executor.runAll();

            assertThat(recorder.messages()).hasSize(1);
        }
        assertThat(told).containsExactly("done");
    }

    @Test
    void aListenerMayFinishTheQuery() {
        Query query = table.open(null, List.of(a, b), TIMEOUT, new QueryListener() {
            @Override
            public void outcome(Query asked, QueryOutcome outcome) {
                told.add(outcome.member().sid() + " " + outcome.status());
                asked.finish();
            }

            @Override
            public void done(Query asked, QueryResult result) {
                told.add("done");
            }
        });
        table.answered(a.id(), QueryTableTest.answer(query, "enough"), "t");
        executor.runAll();

        assertThat(told).containsExactly("a ANSWERED", "b NOT_AWAITED", "done");
    }

    @Test
    void whatWasRefusedByTheExecutorIsToldWithTheNext() {
        Query query = table.open(null, List.of(a, b), TIMEOUT, listener());
        executor.refuse(true);
        table.answered(b.id(), QueryTableTest.answer(query, "x"), "t");
        executor.refuse(false);
        table.answered(a.id(), QueryTableTest.answer(query, "y"), "t");
        executor.runAll();

        assertThat(told).containsExactly("b ANSWERED", "a ANSWERED", "done 2");
    }

    @Test
    void theFutureCompletesOnTheExecutor() {
        Query query = table.open(null, List.of(a), TIMEOUT, null);
        CompletableFuture<QueryResult> future = query.future();
        table.answered(a.id(), QueryTableTest.answer(query, "x"), "t");

        assertThat(query.isDone()).isTrue();
        assertThat(future).isNotDone();
        executor.runAll();
        assertThat(future).isCompletedWithValueMatching(QueryResult::isComplete);
        assertThat(query.future()).isSameAs(future);
    }

    @Test
    void aFutureAskedForAfterTheEndIsDone() {
        Query query = table.open(null, List.of(a), TIMEOUT, null);
        query.finish();

        assertThat(query.future()).isCompleted();
        assertThat(executor.waiting()).isZero();
    }

    @Test
    void aFutureCompletesThoughTheExecutorRefusesAndOtherQueriesTimeOutAllTheSame() {
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Query query = table.open(null, List.of(a), TIMEOUT, null);
            queries.add(query);
            assertThat(query.future()).isNotDone();
        }
        executor.refuse(true);
        runtime.advance(TIMEOUT);

        assertThat(queries).allSatisfy(query -> {
            assertThat(query.isDone()).isTrue();
            assertThat(query.future()).isCompleted();
        });
    }

    private QueryListener listener() {
        return new QueryListener() {
            @Override
            public void outcome(Query query, QueryOutcome outcome) {
                told.add(outcome.member().sid() + " " + outcome.status());
            }

            @Override
            public void done(Query query, QueryResult result) {
                told.add("done " + result.outcomes().size());
            }
        };
    }
}
