package io.clusterkit.boot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.clusterkit.boot.Patience;
import io.clusterkit.boot.client.QuoteConverter.Quote;
import io.clusterkit.query.QueryOutcome.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ReactiveClientTest {
    private static final Duration LIMIT = Patience.LIMIT;

    @AutoClose
    private final ClientNetwork network = new ClientNetwork();

    private final Quotes quotes = network.client(Quotes.class);

    @Test
    void nothingIsAskedBeforeSomebodySubscribesAndEachAsksAnew() {
        network.hangs();
        Flux<Answer<Quote>> answers = quotes.answers("ACME");
        Mono<Quote> quote = quotes.quote("ACME");
        assertThat(network.asker().openQueries()).isZero();

        List<Disposable> subscriptions = List.of(answers.subscribe(), answers.subscribe(), quote.subscribe());

        assertThat(network.asker().openQueries()).isEqualTo(3);
        subscriptions.forEach(Disposable::dispose);
        await().until(() -> network.asker().openQueries() == 0);
    }

    @Test
    void answersComeAsTheyComeThoughOthersAreOpen() {
        network.quotes(42);
        network.fails("closed");
        network.hangs();
        List<Answer<Quote>> came = new CopyOnWriteArrayList<>();

        Disposable subscription = quotes.answers("ACME").subscribe(came::add);

        await().until(() -> came.size() == 2);
        assertThat(came).extracting(Answer::status).containsExactlyInAnyOrder(Status.ANSWERED, Status.FAILED);
        assertThat(network.asker().openQueries()).isEqualTo(1);
        subscription.dispose();
    }

    @Test
    void aFluxOfValuesHasTheGoodOnesAndEndsWithAnErrorIfThereIsNone() {
        assertThatExceptionOfType(NoAnswerException.class)
                .isThrownBy(() -> quotes.values("ACME").blockLast(LIMIT))
                .withMessageContaining("nobody was asked");
        network.fails("closed");
        assertThatExceptionOfType(NoAnswerException.class)
                .isThrownBy(() -> quotes.values("ACME").blockLast(LIMIT))
                .withMessageContaining("FAILED (closed)");
        network.quotes(42);
        assertThat(quotes.values("ACME").collectList().block(LIMIT)).containsExactly(new Quote("ACME", 42));
    }

    @Test
    void aMonoHasWhatAFutureHas() {
        network.quotes(42);
        network.fails("closed");

        assertThat(quotes.quote("ACME").block(LIMIT)).isEqualTo(new Quote("ACME", 42));
        assertThat(quotes.all("ACME").block(LIMIT)).hasSize(2);
        assertThat(quotes.nothing("ACME").blockOptional(LIMIT)).isEmpty();
        assertThat(Flux.from(quotes.published("ACME")).blockLast(LIMIT)).isEqualTo(new Quote("ACME", 42));
        assertThat(JdkFlowAdapter.flowPublisherToFlux(quotes.flow("ACME")).blockLast(LIMIT))
                .isEqualTo(new Quote("ACME", 42));
    }

    @Test
    void aMonoFailsWithoutAGoodAnswer() {
        network.fails("closed");

        assertThatExceptionOfType(NoAnswerException.class)
                .isThrownBy(() -> quotes.quote("ACME").block(LIMIT))
                .withMessageContaining("FAILED (closed)");
    }

    @Test
    void takingOneEndsTheQuery() {
        network.quotes(42);
        network.hangs();

        assertThat(quotes.values("ACME").next().block(LIMIT)).isEqualTo(new Quote("ACME", 42));
        await().until(() -> network.asker().openQueries() == 0);
    }

    @Test
    void aMemberThatIsNotStartedIsAnErrorOfTheSubscription() {
        network.asker().leave();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> quotes.answers("ACME").blockLast(LIMIT))
                .withMessageContaining("not started");
    }

    @ClusterClient(timeout = "60s")
    interface Quotes {
        @ClusterQuery("quote")
        Flux<Answer<Quote>> answers(String symbol);

        @ClusterQuery("quote")
        Flux<Quote> values(String symbol);

        @ClusterQuery("quote")
        Mono<Quote> quote(String symbol);

        @ClusterQuery("quote")
        Mono<List<Answer<Quote>>> all(String symbol);

        @ClusterQuery("quote")
        Mono<Void> nothing(String symbol);

        @ClusterQuery("quote")
        Publisher<Quote> published(String symbol);

        @ClusterQuery("quote")
        Flow.Publisher<Quote> flow(String symbol);
    }
}
