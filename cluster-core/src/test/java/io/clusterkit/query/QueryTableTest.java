package io.clusterkit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome.Status;
import io.clusterkit.routing.NoRouteException;
import io.clusterkit.routing.PacketCancelledException;
import io.clusterkit.routing.SendOutcome;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.ManualExecutor;
import io.clusterkit.runtime.SteppedRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class QueryTableTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofNanos(1);

    private final SteppedRuntime runtime = new SteppedRuntime(1);
    private final CountingLoop loop = new CountingLoop(runtime.newLoop("test", new LongAdder()));
    private final Counters counters = new Counters();
    private final ManualExecutor executor = new ManualExecutor();
    private final QueryTable table = new QueryTable(TestMembers.id("Zabcdefg"), runtime, loop, executor, counters);
    private final Member a = TestMembers.member("a");
    private final Member b = TestMembers.member("b");

    @Test
    void anAnswerAnErrorAndSilenceAreThreeOutcomes() {
        Query query = table.open(null, List.of(a, b, TestMembers.member("c")), TIMEOUT, null);
        runtime.advance(Duration.ofMillis(5));
        table.answered(a.id(), answer(query, "42"), "t");
        table.answered(b.id(), error(query, "no way"), "u");
        assertThat(query.remaining()).extracting(Member::sid).containsExactly("c");
        runtime.advance(TIMEOUT);

        assertThat(query.isDone()).isTrue();
        assertThat(query.outcomes())
                .extracting(QueryOutcome::status, QueryOutcome::text, QueryOutcome::error, QueryOutcome::protocol)
                .containsExactly(
                        tuple(Status.ANSWERED, "42", null, "t"),
                        tuple(Status.FAILED, "", "no way", "u"),
                        tuple(Status.TIMED_OUT, "", "no answer in time", null));
        assertThat(query.outcomes())
                .extracting(QueryOutcome::elapsed)
                .containsExactly(Duration.ofMillis(5), Duration.ofMillis(5), TIMEOUT);
    }

    @Test
    void itTimesOutAtTheDeadlineAndNotBefore() {
        Query query = table.open(null, List.of(a), TIMEOUT, null);

        runtime.advance(TIMEOUT.minus(TICK));
        assertThat(query.isDone()).isFalse();
        runtime.advance(TICK);
        assertThat(query.isDone()).isTrue();
        assertThat(table.size()).isZero();
    }

    @Test
    void aMemberThatCannotBeReachedIsNotWaitedFor() {
        Query query = table.open(null, List.of(a, b), TIMEOUT, null);
        table.sent(query, new SendOutcome(a, false, "t", new NoRouteException("none")));
        table.sent(query, new SendOutcome(b, false, null, new PacketCancelledException("a hook")));

        assertThat(query.outcomes())
                .extracting(QueryOutcome::status, QueryOutcome::error, QueryOutcome::protocol)
                .containsExactly(tuple(Status.UNREACHABLE, "none", "t"), tuple(Status.FAILED, "a hook", null));
        assertThat(query.isDone()).isTrue();
    }

    @Test
    void anOutcomeWithoutAnAnswerNamesTheProtocolItWasAskedBy() {
        Query query = table.open(null, List.of(a), TIMEOUT, null);
        table.sent(query, new SendOutcome(a, true, "t", null));
        runtime.advance(TIMEOUT);

        assertThat(query.outcomes()).extracting(QueryOutcome::protocol).containsExactly("t");
    }

    @Test
    void aMemberThatGoesIsNotWaitedForInAnyQuery() {
        Query one = table.open(null, List.of(a), TIMEOUT, null);
        Query two = table.open(null, List.of(a, b), TIMEOUT, null);

        table.memberGone(a.id(), "it left");

        assertThat(one.outcomes()).extracting(QueryOutcome::status).containsExactly(Status.LEFT);
        assertThat(two.remaining()).containsExactly(b);
    }

    @Test
    void finishingEarlyEndsWhatIsOpenAndKeepsWhatIsThere() {
        Query query = table.open(null, List.of(a, b), TIMEOUT, null);
        table.answered(a.id(), answer(query, "yes"), "t");

        query.finish();
        query.finish();

        assertThat(query.outcomes())
                .extracting(QueryOutcome::status)
                .containsExactly(Status.ANSWERED, Status.NOT_AWAITED);
        assertThat(table.size()).isZero();
    }

    @Test
    void whatComesAfterAnOutcomeIsIgnored() {
        Query query = table.open(null, List.of(a, b), TIMEOUT, null);
        table.answered(a.id(), answer(query, "first"), "t");
        table.answered(a.id(), answer(query, "second"), "t");
        table.memberGone(a.id(), "left");
        table.sent(query, new SendOutcome(a, false, "t", new NoRouteException("late")));

        assertThat(query.outcomes()).extracting(QueryOutcome::text).containsExactly("first");
        assertThat(query.isDone()).isFalse();
    }

    @Test
    void answersOfStrangersAndToNoQueryAreIgnored() {
        Query query = table.open(null, List.of(a), TIMEOUT, null);

        table.answered(b.id(), answer(query, "not asked"), "t");
        table.answered(a.id(), answerTo("other", "x"), "t");
        table.answered(a.id(), Packet.builder().data("no ruid").build(), "t");

        assertThat(query.outcomes()).isEmpty();
        assertThat(counters.get("packets.dropped.late-response")).isEqualTo(2);
    }

    @Test
    void aQueryThatAsksNobodyIsDoneAtOnce() throws InterruptedException {
        Query query = table.open("mine", List.of(), TIMEOUT, null);

        assertThat(query.await()).isEqualTo(new QueryResult("mine", List.of()));
        assertThat(query.future()).isCompleted();
        assertThat(table.size()).isZero();
        assertThat(loop.scheduled).isZero();
    }

    @Test
    void aQueryWithTheIdOfAnOpenOneFinishesThatFirst() {
        Query first = table.open("id", List.of(a), TIMEOUT, null);
        Query second = table.open("id", List.of(a), TIMEOUT, null);

        assertThat(first.outcomes()).extracting(QueryOutcome::status).containsExactly(Status.NOT_AWAITED);
        assertThat(second.isDone()).isFalse();
        table.answered(a.id(), answerTo("id", "x"), "t");
        assertThat(second.outcomes()).extracting(QueryOutcome::text).containsExactly("x");
        assertThat(table.size()).isZero();
    }

    @Test
    void idsAreDistinctAndBeginAsTheOriginals() {
        String one = table.open(null, List.of(a), TIMEOUT, null).id();
        String two = table.open(null, List.of(a), TIMEOUT, null).id();

        assertThat(one).startsWith("qZab#").isNotEqualTo(two);
    }

    @Test
    void oneTimerWatchesQueriesOfOneTimeout() {
        for (int i = 0; i < 100; i++) {
            table.open(null, List.of(a), TIMEOUT, null);
        }
        assertThat(loop.scheduled).isOne();

        runtime.advance(TIMEOUT);
        assertThat(table.size()).isZero();
        assertThat(loop.scheduled).isOne();
    }

    @Test
    void aShorterTimeoutIsKeptThoughALongerOneWasPlannedFirst() {
        Query late = table.open(null, List.of(a), TIMEOUT, null);
        Query soon = table.open(null, List.of(a), Duration.ofSeconds(1), null);
        runtime.advance(Duration.ofSeconds(10));
        Query last = table.open(null, List.of(a), TIMEOUT, null);

        assertThat(soon.isDone()).isTrue();
        assertThat(late.isDone()).isFalse();
        runtime.advance(Duration.ofSeconds(20));
        assertThat(late.isDone()).isTrue();
        assertThat(last.isDone()).isFalse();
        runtime.advance(Duration.ofSeconds(10).minus(TICK));
        assertThat(last.isDone()).isFalse();
        runtime.advance(TICK);
        assertThat(last.isDone()).isTrue();
    }

    @Test
    void anEndlessTimeoutDoesNotKeepTheLoopBusy() {
        Query query = table.open(null, List.of(a), Duration.ofSeconds(Long.MAX_VALUE), null);
        runtime.advance(Duration.ofDays(100));

        assertThat(query.isDone()).isFalse();
        assertThat(loop.scheduled).isOne();
    }

    @Test
    void closingEndsAllAndWhatIsOpenedLaterAtOnce() {
        Query before = table.open(null, List.of(a), TIMEOUT, null);
        table.close();
        Query after = table.open(null, List.of(a, b), TIMEOUT, null);

        assertThat(before.outcomes()).extracting(QueryOutcome::status).containsExactly(Status.NOT_AWAITED);
        assertThat(after.outcomes()).extracting(QueryOutcome::status).containsOnly(Status.NOT_AWAITED);
        assertThat(after.isDone()).isTrue();
        assertThat(table.size()).isZero();
    }

    @Test
    void theResultKnowsWhoReplied() throws InterruptedException {
        Query query = table.open(null, List.of(a, b), TIMEOUT, null);
        table.answered(b.id(), answer(query, "b says"), "t");
        table.answered(a.id(), error(query, "no"), "t");

        QueryResult result = query.await();
        assertThat(result.isComplete()).isTrue();
        assertThat(result.firstAnswer()).map(QueryOutcome::text).contains("b says");
        assertThat(result.answers()).hasSize(1);
    }

    static Packet answerTo(String ruid, String text) {
        return new PacketFactory(new MemberId("x", "h"), List.of("c"))
                .response(TestMembers.id("self"), 0, ruid, Payload.of(text));
    }

    static Packet answer(Query query, String text) {
        return answerTo(query.id(), text);
    }

    private static Packet error(Query query, String text) {
        return new PacketFactory(new MemberId("x", "h"), List.of("c"))
                .errorResponse(TestMembers.id("self"), 0, query.id(), text);
    }

    /** Counts timers. */
    private static final class CountingLoop implements TaskLoop {
        private final TaskLoop loop;
        int scheduled;

        CountingLoop(TaskLoop loop) {
            this.loop = loop;
        }

        @Override
        public int waiting() {
            return 0;
        }

        @Override
        public boolean execute(Runnable task) {
            return loop.execute(task);
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            scheduled++;
            return loop.schedule(delay, task);
        }

        @Override
        public void close() {
            loop.close();
        }
    }
}
