package io.clusterkit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clusterkit.member.Member;
import io.clusterkit.member.TestMembers;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.ManualExecutor;
import io.clusterkit.runtime.SteppedRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Waiting for an outcome on the caller's thread. No task of the executor, which stands for handler threads, ever runs. */
class QueryAwaitFirstTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SteppedRuntime runtime = new SteppedRuntime(1);
    private final ManualExecutor handlerThreads = new ManualExecutor();
    private final QueryTable table = new QueryTable(
            TestMembers.id("self"), runtime, runtime.newLoop("test", new LongAdder()), handlerThreads, new Counters());
    private final Member a = TestMembers.member("a");
    private final Member b = TestMembers.member("b");
    private final Query query = table.open(null, List.of(a, b), TIMEOUT, null);

    @Test
    void whatCameBeforeIsFoundInTheOrderInWhichItCame() throws Exception {
        answer(b);
        answer(a);
        List<String> looked = new ArrayList<>();

        assertThat(query.awaitFirst(outcome -> looked.add(outcome.member().sid())))
                .hasValueSatisfying(first -> assertThat(first.member()).isEqualTo(b));
        assertThat(looked).containsExactly("b");
    }

    @Test
    void withoutTheOneThatIsWantedItEndsWithTheQuery() throws Exception {
        answer(b);
        runtime.advance(TIMEOUT);

        assertThat(query.awaitFirst(outcome -> outcome.member().sid().equals("c")))
                .isEmpty();
    }

    @Test
    void aQueryToNobodyHasNone() throws Exception {
        assertThat(table.open(null, List.of(), TIMEOUT, null).awaitFirst(outcome -> true))
                .isEmpty();
    }

    @Test
    void whoWaitsGoesOnWithTheFirstThatIsWantedThoughOthersAreOpen() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
            try {
                waits.countDown();
                return query.awaitFirst(outcome -> outcome.member().equals(b))
                        .map(outcome -> outcome.member().sid())
                        .orElse("nobody");
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
        });
        assertThat(waits.await(30, TimeUnit.SECONDS)).isTrue();

        answer(b);

        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("b");
        assertThat(query.isDone()).isFalse();
    }

    @Test
    void whoIsInterruptedStopsWaitingAndTheQueryGoesOn() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> query.awaitFirst(outcome -> true));
        assertThat(query.isDone()).isFalse();
    }

    private void answer(Member member) {
        table.answered(member.id(), QueryTableTest.answer(query, "x"), "t");
    }
}
