package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.TagEdit;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryOutcome.Status;
import io.clusterkit.runtime.LogRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A member's life, its queries and its events, seen by an application. */
class ClusterLifeTest {
    private final SteppedCluster net = new SteppedCluster(1);
    private final Cluster one = net.join(options -> options.tags("one"));
    private final Cluster two = net.join(options -> options.tags("two"));

    ClusterLifeTest() {
        net.advance(Duration.ofSeconds(3));
    }

    @Test
    void aMemberThatStartsAgainIsANewOneWithItsTagsAndHandlers() {
        two.onQuery("q", query -> Payload.of("yes"));
        two.tags(TagEdit.edit().append("kept"));
        MemberId before = two.id();
        two.close();
        two.close();
        net.advance(Duration.ZERO);
        assertThat(one.members()).isEmpty();
        assertThat(two.isStarted()).isFalse();
        assertThat(two.members()).isEmpty();

        two.tags(TagEdit.edit().append("changed-while-away"));
        two.start();
        two.start();
        net.advance(Duration.ofMillis(100));

        assertThat(two.id()).isNotEqualTo(before);
        assertThat(one.resolve("two", "kept", "changed-while-away"))
                .extracting(Member::id)
                .containsExactly(two.id());
        Query query = one.query("q").ask();
        net.advance(Duration.ZERO);
        assertThat(query.outcomes()).extracting(QueryOutcome::text).containsExactly("yes");
    }

    @Test
    void closingEndsOpenQueriesAndThoseThatAreAskedTooLate() {
        two.onQueryAsync(query -> new CompletableFuture<>());
        Query open = one.query().to(two.tags().asList().get(0)).ask();
        QueryCall late = one.query().to(one.members());
        net.advance(Duration.ZERO);
        one.close();

        assertThat(open.outcomes()).extracting(QueryOutcome::status).containsExactly(Status.NOT_AWAITED);
        assertThat(late.ask().isDone()).isTrue();
        assertThatIllegalStateException().isThrownBy(one::query).withMessageContaining("start()");
        assertThat(one.openQueries()).isZero();
    }

    @Test
    void aMemberThatLeavesIsNotWaitedFor() {
        two.onQueryAsync(query -> new CompletableFuture<>());
        Query query = one.query().ask();
        net.advance(Duration.ofSeconds(1));
        two.close();
        net.advance(Duration.ZERO);

        assertThat(query.outcomes()).extracting(QueryOutcome::status).containsExactly(Status.LEFT);
    }

    @Test
    void whateverAHandlerDoesTheAskerIsTold() {
        two.onQuery("throws", query -> {
            throw new IllegalStateException("no bananas");
        });
        two.onQueryAsync("fails", query -> CompletableFuture.failedFuture(new IllegalStateException("no apples")));
        two.onQueryAsync("nothing", query -> CompletableFuture.completedFuture(null));
        two.onQueryAsync("breaks", query -> {
            throw new StackOverflowError();
        });
        List<Query> queries = new ArrayList<>();
        try (LogRecorder recorder = new LogRecorder(Cluster.class)) {
            for (String name : List.of("throws", "fails", "nothing", "absent")) {
                queries.add(one.query(name).ask());
            }
            net.advance(Duration.ZERO);
            assertThat(recorder.messages()).as("once per interval").hasSize(1);
            queries.add(one.query("breaks").ask());
            assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> net.advance(Duration.ZERO));
            net.advance(Duration.ZERO);
        }

        assertThat(queries)
                .flatExtracting(Query::outcomes)
                .extracting(QueryOutcome::status, QueryOutcome::error)
                .containsExactly(
                        tuple(Status.FAILED, "no bananas"),
                        tuple(Status.FAILED, "no apples"),
                        tuple(Status.FAILED, "no answer was given"),
                        tuple(Status.FAILED, "no handler for query \"absent\""),
                        tuple(Status.FAILED, "StackOverflowError"));
        assertThat(two.counters()).containsEntry("queries.failed", 4L).containsEntry("queries.without-handler", 1L);
    }

    @Test
    void aHandlerMayAskTheVeryMemberThatAskedIt() {
        List<String> learned = new ArrayList<>();
        one.onQuery("name", query -> Payload.of("one"));
        two.onQueryAsync("greet", query -> two.query("name")
                .to(List.of(query.from()))
                .ask()
                .future()
                .thenApply(result -> Payload.of(
                        "hello " + result.firstAnswer().map(QueryOutcome::text).orElse("nobody"))));
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        two.onEvent(event -> {
            Query question = two.query("name").to(List.of(event.from())).ask();
            asked.add(question.future()
                    .thenAccept(result -> learned.add(
                            result.firstAnswer().map(QueryOutcome::text).orElse("nothing"))));
        });

        Query query = one.query("greet").ask();
        one.event().to("two").send().join();
        net.advance(Duration.ZERO);

        assertThat(query.outcomes()).extracting(QueryOutcome::text).containsExactly("hello one");
        assertThat(asked).allMatch(CompletableFuture::isDone);
        assertThat(learned).containsExactly("one");
    }

    @Test
    void anEventHandlerThatFailsDoesNotKeepItFromTheNext() {
        List<String> heard = new ArrayList<>();
        two.onEvent(event -> {
            throw new IllegalStateException("expected");
        });
        two.onEvent(event -> heard.add(event.text() + " " + event.id() + " " + event.channel()));
        try (LogRecorder recorder = new LogRecorder(Cluster.class)) {
            one.event().to("two").data("x").id("id-1").send().join();
            net.advance(Duration.ZERO);
            assertThat(recorder.messages()).hasSize(1);
        }

        assertThat(heard).containsExactly("x id-1 0");
        assertThat(two.counters()).containsEntry("events.failed", 1L);
    }

    @Test
    void moreThanThreeReceiversAreToldByOneMulticast() {
        for (int i = 0; i < 3; i++) {
            net.join(options -> options.tags("more"));
        }
        net.advance(Duration.ofSeconds(3));
        long before = one.counters().getOrDefault("packets.out.t", 0L);

        SendResult result = one.event().data("to four").send().join();

        assertThat(result.outcomes()).hasSize(4).allMatch(outcome -> "c".equals(outcome.protocol()));
        SendResult chosen = one.event().data("to four").broadcast(false).send().join();
        assertThat(chosen.outcomes()).hasSize(4).allMatch(outcome -> "t".equals(outcome.protocol()));
        assertThat(one.counters().getOrDefault("packets.out.t", 0L) - before).isEqualTo(4);
    }

    @Test
    void aChannelIsHeardOnlyByThoseOnIt() {
        List<String> heard = new ArrayList<>();
        two.onEvent(event -> heard.add(event.text()));
        one.event().to("two").channel(7).data("early").send().join();
        net.advance(Duration.ZERO);
        two.joinChannel(7);
        one.event().to("two").channel(7).data("joined").send().join();
        net.advance(Duration.ZERO);
        two.leaveChannel(7);
        one.event().to("two").channel(7).data("left").send().join();
        net.advance(Duration.ZERO);

        assertThat(heard).containsExactly("joined");
        assertThat(two.channels()).containsExactly(0L, 1L, 2L);
        assertThatIllegalArgumentException().isThrownBy(() -> two.leaveChannel(1));
        assertThatIllegalArgumentException().isThrownBy(() -> two.joinChannel(-1));
    }

    @Test
    void askingWhoIsThereIsLimited() {
        assertThat(one.discover()).isFalse();
        net.advance(Duration.ofSeconds(28));
        assertThat(one.discover()).isTrue();
        assertThat(one.discover()).isFalse();
    }
}
