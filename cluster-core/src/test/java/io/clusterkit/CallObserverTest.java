package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.packet.Payload;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallObserverTest {
    private final SteppedCluster net = new SteppedCluster(11);
    private final List<String> seen = new ArrayList<>();

    @Test
    void bothSidesOfAQueryAreSeenFromBeginningToEnd() {
        Cluster answering = net.join(
                options -> options.tags("quotes").observer(new Recorder("b")).onQuery("quote", request -> {
                    seen.add("b handler");
                    return Payload.of("42");
                }));
        Cluster asking = net.join(options -> options.observer(new Recorder("a")));
        net.advance(Duration.ofSeconds(1));

        asking.query("quote").to("quotes").data("ACME").ask();
        net.advance(Duration.ofSeconds(1));

        assertThat(seen)
                .containsExactly(
                        "a asking quote of " + answering.id().sid(),
                        "b answering quote",
                        "b open",
                        "b handler",
                        "b close",
                        "b ended 42",
                        "a ended ANSWERED");
    }

    @Test
    void anAnswerThatComesLaterEndsTheWatchThen() {
        CompletableFuture<Payload> answer = new CompletableFuture<>();
        net.join(options ->
                options.observer(new Recorder("b")).setUp(cluster -> cluster.onQueryAsync("slow", request -> answer)));
        Cluster asking = net.join(options -> {});
        net.advance(Duration.ofSeconds(1));

        asking.query("slow").ask();
        net.advance(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("b answering slow", "b open", "b close");

        answer.completeExceptionally(new IllegalStateException("no price"));
        assertThat(seen).last().isEqualTo("b failed no price");
    }

    @Test
    void aQueryThatNobodyIsMeantByEndsAtOnce() {
        Cluster asking = net.join(options -> options.observer(new Recorder("a")));

        asking.query("quote").ask();

        assertThat(seen).containsExactly("a asking quote of ", "a ended ");
    }

    @Test
    void theWatchEndsWhenTheTimeIsOver() {
        net.join(options ->
                options.setUp(cluster -> cluster.onQueryAsync("never", request -> new CompletableFuture<>())));
        Cluster asking = net.join(options -> options.observer(new Recorder("a")));
        net.advance(Duration.ofSeconds(1));

        asking.query("never").timeout(Duration.ofSeconds(3)).ask();
        net.advance(Duration.ofSeconds(4));

        assertThat(seen).last().isEqualTo("a ended TIMED_OUT");
    }

    @Test
    void bothSidesOfAnEventAreSeen() {
        net.join(options -> options.observer(new Recorder("b")).onEvent(event -> {
            seen.add("b handler");
            throw new IllegalStateException("can't take " + event.text());
        }));
        Cluster telling = net.join(options -> options.observer(new Recorder("a")));
        net.advance(Duration.ofSeconds(1));

        CompletableFuture<SendResult> sent = telling.event().data("news").send();
        net.advance(Duration.ofSeconds(1));

        assertThat(sent).isCompleted();
        assertThat(seen)
                .containsSubsequence(
                        "a sending", "b handling news", "b open", "b handler", "b close", "b failed can't take news")
                .contains("a ended true");
    }

    @Test
    void whatNobodyHandlesIsNotSeen() {
        Cluster answering = net.join(options -> options.observer(new Recorder("b")));
        Cluster asking = net.join(options -> {});
        net.advance(Duration.ofSeconds(1));

        asking.query("unknown").ask();
        CompletableFuture<SendResult> sent = asking.event().data("news").send();
        net.advance(Duration.ofSeconds(1));

        assertThat(sent).isCompleted();
        assertThat(seen).isEmpty();
        assertThat(answering.counters()).containsEntry("queries.without-handler", 1L);
    }

    @Test
    void anObserverThatFailsDisturbsNobody() {
        CallObserver failing = new CallObserver() {
            @Override
            public Watch<QueryResult> asking(OutgoingCall call) {
                return new FailingWatch<>();
            }

            @Override
            public Watch<Payload> answering(QueryRequest request) {
                return new FailingWatch<>();
            }

            @Override
            public Watch<SendResult> sending(OutgoingCall call) {
                throw new IllegalStateException("observer");
            }
        };
        Cluster answering =
                net.join(options -> options.observer(failing).onQuery("quote", request -> Payload.of("42")));
        Cluster asking = net.join(options -> options.observer(failing));
        net.advance(Duration.ofSeconds(1));

        Query query = asking.query("quote").ask();
        CompletableFuture<SendResult> event = asking.event().send();
        net.advance(Duration.ofSeconds(1));

        assertThat(query.outcomes())
                .singleElement()
                .extracting(outcome -> outcome.text())
                .isEqualTo("42");
        assertThat(event).isCompleted();
        assertThat(asking.counters()).containsEntry("observers.failed", 2L);
        assertThat(answering.counters()).containsEntry("observers.failed", 2L);
    }

    private static final class FailingWatch<R> implements CallObserver.Watch<R> {
        @Override
        public CallObserver.Scope open() {
            throw new IllegalStateException("observer");
        }

        @Override
        public void ended(@Nullable R result, @Nullable Throwable failure) {
            throw new IllegalStateException("observer");
        }
    }

    private final class Recorder implements CallObserver {
        private final String who;

        Recorder(String who) {
            this.who = who;
        }

        @Override
        public Watch<QueryResult> asking(OutgoingCall call) {
            String sids = String.join(
                    ",", call.receivers().stream().map(each -> each.sid()).toList());
            seen.add(who + " asking " + call.name() + " of " + sids);
            return watch(result -> String.join(
                    ",",
                    result.outcomes().stream().map(each -> each.status().name()).toList()));
        }

        @Override
        public Watch<SendResult> sending(OutgoingCall call) {
            seen.add(who + " sending");
            return watch(result -> String.valueOf(result.isAllSent()));
        }

        @Override
        public Watch<Payload> answering(QueryRequest request) {
            seen.add(who + " answering " + request.name());
            return watch(Payload::asText);
        }

        @Override
        public Watch<Event> handling(Event event) {
            seen.add(who + " handling " + event.text());
            return watch(Event::text);
        }

        private <R> Watch<R> watch(Function<R, String> described) {
            return new Watch<>() {
                @Override
                public Scope open() {
                    seen.add(who + " open");
                    return () -> seen.add(who + " close");
                }

                @Override
                public void ended(@Nullable R result, @Nullable Throwable failure) {
                    seen.add(who
                            + (failure != null
                                    ? " failed " + failure.getMessage()
                                    : " ended " + (result == null ? null : described.apply(result))));
                }
            };
        }
    }
}
