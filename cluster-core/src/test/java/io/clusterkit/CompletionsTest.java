package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import io.clusterkit.routing.SendObserver;
import io.clusterkit.routing.SendOutcome;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.SteppedRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@SuppressWarnings("FutureReturnValueIgnored") // those that are told of are kept
class CompletionsTest {
    private static final Member MEMBER = new Member(
            new MemberId("aaaaaaaa", "02:00"),
            "127.0.0.1",
            true,
            MemberState.ALIVE,
            Tags.none(),
            List.of("t"),
            Map.of(),
            Instant.EPOCH);
    private static final SendOutcome SENT = new SendOutcome(MEMBER, true, "t", null);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TaskLoop loop = ClusterRuntime.system().newLoop("completions-test", new LongAdder());
    private final List<Runnable> tasks = new ArrayList<>();

    /** Nobody is kept here: time stands still. */
    private final Completions completions =
            new Completions(tasks::add, new SteppedRuntime(1).newLoop("stepped", new LongAdder()));

    @AfterEach
    void end() {
        loop.close();
        threads.shutdownNow();
    }

    private static OutcomeCollector event(Completions completions) {
        return new OutcomeCollector(List.of(MEMBER), Watches.none(), completions);
    }

    @Test
    void manyAreCompletedByOneTaskInTheirOrder() {
        List<OutcomeCollector> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            OutcomeCollector event = event(completions);
            event.handOut();
            events.add(event);
        }
        events.forEach(event -> event.ended(0, SENT));

        assertThat(tasks).hasSize(1);
        assertThat(events).noneMatch(CompletableFuture::isDone);
        tasks.remove(0).run();
        assertThat(events).allMatch(CompletableFuture::isDone);
        assertThat(tasks).isEmpty();
        assertThat(events.get(0).join()).isSameAs(events.get(99).join());
    }

    @Test
    void thoseThatAreWatchedAreCompletedTogetherTooAndTheWatchIsToldFirst() {
        List<Integer> told = new ArrayList<>();
        List<OutcomeCollector> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            OutcomeCollector event = new OutcomeCollector(
                    List.of(MEMBER),
                    (result, failure) -> told.add(events.get(number).isDone() ? -1 : number),
                    completions);
            event.handOut();
            events.add(event);
        }
        events.forEach(event -> event.ended(0, SENT));

        tasks.remove(0).run();

        assertThat(events).allMatch(CompletableFuture::isDone);
        assertThat(told)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void aWatchThatBreaksLeavesNobodyWaiting() {
        OutcomeCollector event = new OutcomeCollector(
                List.of(MEMBER),
                (result, failure) -> {
                    throw new AssertionError("watch");
                },
                completions);
        event.ended(0, SENT);

        assertThatThrownBy(event::handOut).hasMessage("watch");
        assertThat(event).isDone();
    }

    @Test
    void anEventForNobodyIsSentAtOnce() {
        List<SendResult> told = new ArrayList<>();

        CompletableFuture<SendResult> sent =
                new OutcomeCollector(List.of(), (result, failure) -> told.add(result), completions).handOut();

        assertThat(sent).isCompletedWithValue(new SendResult(List.of()));
        assertThat(told).containsExactly(new SendResult(List.of()));
    }

    @Test
    void whatIsKnownBeforeItIsHandedOutIsCompletedThere() {
        OutcomeCollector event = event(completions);
        event.ended(0, SENT);

        assertThat(event.handOut()).isCompletedWithValue(new SendResult(List.of(SENT)));
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatEndsTogetherIsCompletedByOneTask() {
        SendOutcome other = new SendOutcome(MEMBER, true, "u", null);
        OutcomeCollector single = event(completions);
        OutcomeCollector ofTwo = new OutcomeCollector(List.of(MEMBER, MEMBER), Watches.none(), completions);
        OutcomeCollector unfinished = new OutcomeCollector(List.of(MEMBER, MEMBER), Watches.none(), completions);
        List<SendOutcome> told = new ArrayList<>();
        List.of(single, ofTwo, unfinished).forEach(OutcomeCollector::handOut);
        ofTwo.ended(1, other);
        SendObserver[] run = {single, ofTwo, unfinished, (place, outcome) -> told.add(outcome), single};

        assertThat(single.endedWith(SENT, run, new int[] {0, 0, 1, 0, 0}, 0)).isEqualTo(3);

        assertThat(tasks).hasSize(1);
        tasks.remove(0).run();
        assertThat(single).isCompletedWithValue(new SendResult(List.of(SENT)));
        assertThat(ofTwo).isCompletedWithValue(new SendResult(List.of(SENT, other)));
        assertThat(unfinished).isNotDone();
        assertThat(told).isEmpty(); // it is told by itself
    }

    @Test
    void whatAnotherThreadBringsBeforeItIsHandedOutIsCompletedByATask() throws Exception {
        OutcomeCollector event = event(completions);
        threads.submit(() -> event.ended(0, SENT)).get();

        assertThat(event.handOut()).isNotDone();
        tasks.remove(0).run();
        assertThat(event).isCompletedWithValue(new SendResult(List.of(SENT)));
    }

    @Test
    void oneThatSomethingDependsOnGetsATaskOfItsOwn() {
        OutcomeCollector first = event(completions);
        OutcomeCollector second = event(completions);
        CompletableFuture<SendResult> depending = first.handOut().thenApply(result -> result);
        second.handOut();
        first.ended(0, SENT);
        second.ended(0, SENT);

        tasks.remove(0).run();

        assertThat(second).isDone();
        assertThat(depending).isNotDone();
        tasks.remove(0).run();
        assertThat(depending).isDone();
    }

    @Test
    void whatCameToDependOnOneInTheLastMomentKeepsOnlyThat() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        List<Runnable> begun = new ArrayList<>();
        Completions waiting = new Completions(
                task -> {
                    if (begun.isEmpty()) {
                        begun.add(task); // until all are there
                    } else {
                        threads.execute(task);
                    }
                },
                loop);
        OutcomeCollector first = new OutcomeCollector(List.of(MEMBER), Watches.none(), waiting) {
            @Override
            boolean hasDependents() {
                return false; // when that was asked
            }
        };
        CompletableFuture<Void> kept = first.handOut().thenAccept(result -> {
            try {
                free.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        OutcomeCollector second = event(waiting);
        second.handOut();
        first.ended(0, SENT);
        second.ended(0, SENT);

        threads.execute(begun.get(0));

        await().until(second::isDone);
        assertThat(kept).isNotDone();
        free.countDown();
        kept.get();
    }
}
