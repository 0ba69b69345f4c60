package io.clusterkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.Member;
import io.clusterkit.member.TestMembers;
import io.clusterkit.routing.NoRouteException;
import io.clusterkit.routing.SendOutcome;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.DaemonThreads;
import io.clusterkit.runtime.ElasticPool;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Eight threads bring answers, failures, departures, timeouts and the end at the same time. */
@Timeout(120)
class QueryRaceTest {
    private static final int ROUNDS = 300;
    private static final int THREADS = 8;

    private final ClusterRuntime runtime = ClusterRuntime.system();
    private final TaskLoop loop = runtime.newLoop("race-loop", new LongAdder());
    private final ElasticPool pool = new ElasticPool("race", 16, 10_000);
    private final QueryTable table = new QueryTable(TestMembers.id("self"), runtime.time(), loop, pool, new Counters());
    private final List<Member> members =
            IntStream.range(0, 6).mapToObj(i -> TestMembers.member("m" + i)).toList();

    @AfterEach
    void end() {
        loop.close();
        pool.shutdown();
    }

    @Test
    void eachAskedMemberEndsInExactlyOneOutcomeAndDoneComesLast() throws Exception {
        List<Consumer<Query>> deeds = new ArrayList<>();
        deeds.add(query ->
                members.forEach(member -> table.answered(member.id(), QueryTableTest.answer(query, "x"), "t")));
        deeds.add(query -> members.forEach(
                member -> table.sent(query, new SendOutcome(member, false, "t", new NoRouteException("no")))));
        deeds.add(query -> members.forEach(member -> table.sent(query, new SendOutcome(member, true, "t", null))));
        deeds.add(query -> members.forEach(member -> table.memberGone(member.id(), "left")));
        deeds.add(query -> {
            if (query.hashCode() % 3 == 0) {
                query.finish();
            }
        });
        deeds.add(query -> query.future().join());
        deeds.add(query -> awaitQuietly(query));
        deeds.add(query -> {
            List<Member> reversed = new ArrayList<>(members);
            Collections.reverse(reversed);
            reversed.forEach(member -> table.answered(member.id(), QueryTableTest.answer(query, "y"), "u"));
        });
        assertThat(deeds).hasSize(THREADS);

        for (int round = 0; round < ROUNDS; round++) {
            Recorder recorder = new Recorder();
            Query query = table.open(null, members, Duration.ofMillis(1 + round % 3), recorder);
            CyclicBarrier start = new CyclicBarrier(THREADS);
            CountDownLatch end = new CountDownLatch(THREADS);
            for (Consumer<Query> deed : deeds) {
                DaemonThreads.create("racer", () -> {
                            arrive(start);
                            deed.accept(query);
                            end.countDown();
                        })
                        .start();
            }

            assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(recorder.done.await(30, TimeUnit.SECONDS)).isTrue();
            QueryResult result = query.await();
            assertThat(result.outcomes()).extracting(QueryOutcome::member).isEqualTo(members);
            assertThat(query.future()).isCompletedWithValue(result);
            assertThat(recorder.told).hasSize(members.size()).allSatisfy((sid, times) -> assertThat(times)
                    .hasValue(1));
            assertThat(recorder.late).as("outcomes told after done").hasValue(0);
        }
        assertThat(table.size()).isZero();
    }

    private static final class Recorder implements QueryListener {
        final Map<String, AtomicInteger> told = new ConcurrentHashMap<>();
        final AtomicInteger late = new AtomicInteger();
        final CountDownLatch done = new CountDownLatch(1);

        @Override
        public void outcome(Query query, QueryOutcome outcome) {
            told.computeIfAbsent(outcome.member().sid(), sid -> new AtomicInteger())
                    .incrementAndGet();
            if (done.getCount() == 0) {
                late.incrementAndGet();
            }
        }

        @Override
        public void done(Query query, QueryResult result) {
            done.countDown();
        }
    }

    private static void awaitQuietly(Query query) {
        try {
            query.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void arrive(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
