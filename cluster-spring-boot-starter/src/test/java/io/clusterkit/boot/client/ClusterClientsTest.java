package io.clusterkit.boot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterException;
import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.client.QuoteConverter.Quote;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome.Status;
import io.clusterkit.registry.Resolver;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Clients of several members, in memory. */
class ClusterClientsTest {
    @AutoClose
    private final ClientNetwork network = new ClientNetwork();

    private final Quotes quotes = network.client(Quotes.class);

    @Test
    void aSingleAnswerIsTheFirstGoodOneAndNobodyElseIsWaitedFor() {
        network.hangs("quotes");
        network.fails("closed", "quotes");
        network.quotes(42, "quotes");

        assertThat(quotes.quote("ACME")).isEqualTo(new Quote("ACME", 42));
        assertThat(network.asker().openQueries()).isZero();
    }

    @Test
    void withoutAGoodAnswerTheExceptionSaysWhoDidNotAnswerAndWhy() {
        Cluster failing = network.fails("closed", "quotes");
        Cluster hanging = network.hangs("quotes");

        assertThatExceptionOfType(NoAnswerException.class)
                .isThrownBy(() -> quotes.soon("ACME"))
                .satisfies(none -> {
                    assertThat(none.getQuery()).isEqualTo("quote");
                    assertThat(none.getAnswers())
                            .extracting(Answer::status)
                            .containsExactly(Status.FAILED, Status.TIMED_OUT);
                })
                .withMessage("no answer to query \"quote\", asked 2: " + failing.id() + " FAILED (closed); "
                        + hanging.id() + " TIMED_OUT (no answer in time)");
    }

    @Test
    void ifNobodyIsMeantTheExceptionSaysSo() {
        assertThatExceptionOfType(NoAnswerException.class)
                .isThrownBy(() -> quotes.quote("ACME"))
                .withMessage("no answer to query \"quote\": nobody was asked, because no known member is meant")
                .satisfies(none -> assertThat(none.getAnswers()).isEmpty());
    }

    @Test
    void anOptionalIsEmptyInstead() {
        assertThat(quotes.maybe("ACME")).isEmpty();
        Cluster member = network.quotes(42, "quotes");
        assertThat(quotes.maybe("ACME")).contains(new Quote("ACME", 42));
        assertThat(quotes.maybeWithMember("ACME")).hasValueSatisfying(answer -> {
            assertThat(answer.member().id()).isEqualTo(member.id());
            assertThat(answer.value()).isEqualTo(new Quote("ACME", 42));
        });
    }

    @Test
    void anAnswerSaysWhoAnswered() {
        Cluster member = network.quotes(42, "quotes");

        Answer<Quote> answer = quotes.withMember("ACME");

        assertThat(answer.member().id()).isEqualTo(member.id());
        assertThat(answer.protocol()).isEqualTo("u");
        assertThat(answer.elapsed()).isPositive();
    }

    @Test
    void aListHasOneForEachWhoWasAskedWithWhatWentWrong() {
        network.quotes(42, "quotes");
        network.fails("closed", "quotes");
        network.hangs("quotes");
        network.answers(query -> Payload.of("no quote at all"), "quotes");
        network.quotes(7, "others");

        List<Answer<Quote>> answers = quotes.all("ACME");

        assertThat(answers)
                .extracting(Answer::status)
                .containsExactly(Status.ANSWERED, Status.FAILED, Status.TIMED_OUT, Status.FAILED);
        assertThat(answers.get(0).value()).isEqualTo(new Quote("ACME", 42));
        assertThat(answers.get(1).error()).isEqualTo("closed");
        assertThat(answers.get(3).error())
                .contains("can't be read as")
                .contains("Quote")
                .contains("a quote has a symbol and a price");
        assertThat(answers.get(3).cause()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answersSortThemselves() {
        network.quotes(42, "quotes");
        network.fails("closed", "quotes");

        Answers<Quote> answers = quotes.answers("ACME");

        assertThat(answers.values()).containsExactly(new Quote("ACME", 42));
        assertThat(answers.answered()).hasSize(1);
        assertThat(answers.failed()).extracting(Answer::error).containsExactly("closed");
        assertThat(answers.isComplete()).isFalse();
        assertThat(answers.first()).isPresent();
    }

    @Test
    void anUnreadableAnswerIsNoGoodOneAndTheNextIsTaken() {
        network.answers(query -> Payload.of("nonsense"), "quotes");
        network.quotes(42, "quotes");

        assertThat(quotes.quote("ACME")).isEqualTo(new Quote("ACME", 42));
    }

    @Test
    void anEmptyAnswerThatCannotBeReadIsNull() {
        network.answers(query -> Payload.empty(), "quotes");

        assertThat(quotes.quote("ACME")).isNull();
        assertThat(quotes.maybe("ACME")).isEmpty();
        assertThat(quotes.answers("ACME").isComplete()).isTrue();
        assertThat(quotes.answers("ACME").values()).isEmpty();
    }

    @Test
    void textBytesPayloadsListsAndNumbersAreAnswersToo() {
        network.answers(query -> Payload.of("12"), "quotes");

        assertThat(quotes.text("x")).isEqualTo("12");
        assertThat(quotes.bytes("x")).asString().isEqualTo("12");
        assertThat(quotes.payload("x").asText()).isEqualTo("12");
        assertThat(quotes.list("x")).containsExactly("12");
        assertThat(quotes.number("x")).isEqualTo(12);
    }

    @Test
    void nothingIsWaitedForAsAnAnswerIs() {
        assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> quotes.nothing("ACME"));
        network.answers(query -> Payload.of("anything"), "quotes");
        quotes.nothing("ACME");
    }

    @Test
    void aFutureCompletesWithAllThatCanBeReturned() throws Exception {
        network.quotes(42, "quotes");
        network.hangs("quotes");
        Quote quote = new Quote("ACME", 42);

        assertThat(quotes.later("ACME").get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(quote);
        assertThat(quotes.maybeLater("ACME").get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .contains(quote);
        assertThat(quotes.withMemberLater("ACME")
                        .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .value())
                .isEqualTo(quote);
        assertThat(quotes.allLater("ACME").get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .extracting(Answer::status)
                .containsExactly(Status.ANSWERED, Status.TIMED_OUT);
        assertThat(quotes.nothingLater("ACME").get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isNull();
        await().until(() -> network.asker().openQueries() == 0); // ended by what depends on the future
    }

    @Test
    void aFutureFailsWithoutAGoodAnswer() {
        network.fails("closed", "quotes");

        assertThat(quotes.later("ACME"))
                .failsWithin(Patience.LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NoAnswerException.class)
                .withMessageContaining("closed");
        assertThat(quotes.maybeLater("ACME")).succeedsWithin(Patience.LIMIT).isEqualTo(Optional.empty());
    }

    @Test
    void cancellingAFutureEndsTheQuery() {
        network.hangs("quotes");
        CompletableFuture<Quote> one = quotes.later("ACME");
        CompletableFuture<Answers<Quote>> all = quotes.allForLong("ACME");
        assertThat(network.asker().openQueries()).isEqualTo(2);

        one.cancel(true);
        all.cancel(true);

        assertThat(network.asker().openQueries()).isZero();
    }

    @Test
    void aMemberThatIsNotStartedFailsCallsAndFutures() {
        network.asker().leave();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> quotes.quote("ACME"))
                .withMessageContaining("not started");
        assertThat(quotes.later("ACME"))
                .failsWithin(Patience.LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void leavingEndsACallThatWaits() throws Exception {
        network.hangs("quotes");
        CompletableFuture<Quote> waiting = CompletableFuture.supplyAsync(() -> quotes.quote("ACME"));
        await().until(() -> network.asker().openQueries() == 1);

        network.asker().leave();

        assertThat(waiting)
                .failsWithin(Patience.LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NoAnswerException.class)
                .withMessageContaining("NOT_AWAITED (the asking member closed)");
    }

    @Test
    void whoIsInterruptedStopsWaiting() {
        network.hangs("quotes");
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> quotes.quote("ACME"))
                .withMessageContaining("interrupted while waiting for answers to query \"quote\"");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(network.asker().openQueries()).isZero();
    }

    @Test
    void whoIsAskedMayBeAnArgument() {
        Member first = network.seen(network.quotes(1, "quotes", "eu"));
        Member second = network.seen(network.quotes(2, "other"));

        assertThat(quotes.of("ACME", second)).isEqualTo(new Quote("ACME", 2));
        assertThat(quotes.ofAll(List.of(second, first), "ACME").values())
                .containsExactly(new Quote("ACME", 2), new Quote("ACME", 1));
        assertThat(quotes.ofAll(List.of(), "ACME")).isEmpty();
        assertThat(quotes.meant(Resolver.all().has("eu"), "ACME").values()).containsExactly(new Quote("ACME", 1));
    }

    @Test
    void theTimeoutMayBeAnArgument() {
        network.hangs("quotes");

        assertThat(quotes.within("ACME", Duration.ofMillis(20))).singleElement().satisfies(answer -> assertThat(
                        answer.elapsed())
                .isBetween(Duration.ofMillis(20), Duration.ofSeconds(20)));
        assertThat(quotes.within("ACME", null)).hasSize(1);
    }

    @Test
    void aNullMemberIsRefusedAndNamed() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> quotes.of("ACME", null))
                .withMessage("Quotes.of: the argument 'member', who is asked, is null");
    }

    @Test
    void aNullPayloadIsEmpty() {
        network.answers(query -> Payload.of("<" + query.text() + ">"), "quotes");
        assertThat(quotes.text(null)).isEqualTo("<>");
    }

    @Test
    void headersAreArguments() {
        network.answers(query -> Payload.of(new TreeMap<>(query.headers()).toString()), "quotes");

        assertThat(quotes.withHeaders("x", 7, Map.of("b", "2"))).isEqualTo("{a=7, b=2}");
        assertThat(quotes.withHeaders("x", null, Map.of())).isEqualTo("{}");
        assertThat(quotes.withDefault("x", null)).isEqualTo("{currency=EUR}");
        assertThat(quotes.withDefault("x", "USD")).isEqualTo("{currency=USD}");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> withNull(quotes))
                .withMessage("Quotes.withRequired: the argument 'tenant', the header \"tenant\", is null");
    }

    @Test
    void aQueryWithoutANameIsAskedWithoutOne() {
        network.answers(query -> Payload.of("name " + query.name()), "quotes");
        assertThat(quotes.unnamed()).isEqualTo("name null");
    }

    @Test
    void methodsWithABodyRunAsTheyAreWritten() {
        network.quotes(42, "quotes");
        assertThat(quotes.price("ACME")).isEqualTo(42);
    }

    @Test
    void methodsOfObjectAreNotAsked() {
        Object client = quotes;
        assertThat(Set.of(client, network.client(Quotes.class))).hasSize(2).contains(client);
        assertThat(client).hasToString("cluster client " + Quotes.class.getName());
    }

    @Test
    void annotationsSayWhoIsAskedThoseOfTheMethodFirst() {
        network.quotes(1, "quotes", "eu-west");
        network.quotes(2, "quotes", "eu-north", "draining");
        network.quotes(3, "quotes", "us");
        Chosen chosen = network.client(Chosen.class);

        assertThat(chosen.ofInterface("A").values()).extracting(Quote::price).containsExactly(1, 3);
        assertThat(chosen.glob("A").values()).extracting(Quote::price).containsExactly(1, 2);
        assertThat(chosen.regexp("A").values()).extracting(Quote::price).containsExactly(2, 3);
        assertThat(chosen.some("A").values()).extracting(Quote::price).containsExactly(1, 3);
    }

    @Test
    void typeVariablesOfAnInheritedInterfaceAreResolved() {
        network.answers(query -> Payload.of(query.text().equals("ACME 1") ? "ACME 2" : "nonsense"), "quotes");

        Improved improved = network.client(Improved.class);

        assertThat(improved.ask(new Quote("ACME", 1))).isEqualTo(new Quote("ACME", 2));
        assertThat(improved.askAll(new Quote("ACME", 1)).values()).containsExactly(new Quote("ACME", 2));
    }

    @Test
    void aBlockingCallNeedsNoHandlerThread() {
        try (ClientNetwork busy = new ClientNetwork(options -> options.handlerExecutor(task -> {}))) {
            busy.quotes(42, "quotes");
            Quotes client = busy.client(Quotes.class);

            assertThat(client.quote("ACME")).isEqualTo(new Quote("ACME", 42));
            assertThat(client.answers("ACME").values()).containsExactly(new Quote("ACME", 42));
        }
    }

    @SuppressWarnings("NullAway") // as code without NullAway does
    private static void withNull(Quotes quotes) {
        quotes.withRequired(null);
    }

    @ClusterClient(to = "quotes", timeout = "60s")
    interface Quotes {
        /** Who hangs is waited for in vain; the others answer within it on a busy machine too. */
        String SOON = "2s";

        @ClusterQuery("quote")
        @Nullable
        Quote quote(String symbol);

        @ClusterQuery(name = "quote", timeout = SOON)
        Quote soon(String symbol);

        @ClusterQuery("quote")
        Optional<Quote> maybe(String symbol);

        @ClusterQuery("quote")
        Optional<Answer<Quote>> maybeWithMember(String symbol);

        @ClusterQuery("quote")
        Answer<Quote> withMember(String symbol);

        @ClusterQuery(name = "quote", timeout = SOON)
        List<Answer<Quote>> all(String symbol);

        @ClusterQuery("quote")
        Answers<Quote> answers(String symbol);

        @ClusterQuery("quote")
        String text(@Nullable String symbol);

        @ClusterQuery("quote")
        byte[] bytes(String symbol);

        @ClusterQuery("quote")
        Payload payload(String symbol);

        @ClusterQuery("quote")
        List<String> list(String symbol);

        @ClusterQuery("quote")
        int number(String symbol);

        @ClusterQuery("quote")
        void nothing(String symbol);

        @ClusterQuery("quote")
        CompletableFuture<Quote> later(String symbol);

        @ClusterQuery("quote")
        CompletableFuture<Optional<Quote>> maybeLater(String symbol);

        @ClusterQuery("quote")
        CompletableFuture<Answer<Quote>> withMemberLater(String symbol);

        @ClusterQuery(name = "quote", timeout = SOON)
        CompletableFuture<List<Answer<Quote>>> allLater(String symbol);

        @ClusterQuery("quote")
        CompletableFuture<Answers<Quote>> allForLong(String symbol);

        @ClusterQuery("quote")
        CompletableFuture<Void> nothingLater(String symbol);

        @ClusterQuery("quote")
        Quote of(String symbol, @Nullable Member member);

        @ClusterQuery("quote")
        Answers<Quote> ofAll(Collection<Member> members, String symbol);

        @ClusterQuery("quote")
        Answers<Quote> meant(Resolver resolver, String symbol);

        @ClusterQuery(name = "quote", timeout = "30ms")
        Answers<Quote> within(String symbol, @Nullable Duration timeout);

        @ClusterQuery("quote")
        String withHeaders(
                String symbol,
                @ClusterHeader("a") @Nullable Integer number,
                @ClusterHeader Map<String, String> headers);

        @ClusterQuery("quote")
        String withDefault(
                String symbol, @ClusterHeader(name = "currency", defaultValue = "EUR") @Nullable String currency);

        @ClusterQuery("quote")
        String withRequired(@ClusterHeader String tenant);

        @ClusterQuery
        String unnamed();

        default int price(String symbol) {
            Quote quote = quote(symbol);
            return quote == null ? 0 : quote.price();
        }
    }

    @ClusterClient(to = "quotes", not = "draining")
    interface Chosen {
        @ClusterQuery("quote")
        Answers<Quote> ofInterface(String symbol);

        @ClusterQuery(name = "quote", to = "eu-*", match = WordMatch.GLOB)
        Answers<Quote> glob(String symbol);

        @ClusterQuery(
                name = "quote",
                some = {"north$", "^us$"},
                match = WordMatch.REGEXP)
        Answers<Quote> regexp(String symbol);

        @ClusterQuery(
                name = "quote",
                to = "quotes",
                some = {"eu-west", "us"})
        Answers<Quote> some(String symbol);
    }

    interface Asking<Q, A> {
        @ClusterQuery("quote")
        A ask(Q question);

        @ClusterQuery("quote")
        Answers<A> askAll(Q question);
    }

    interface Improved extends Asking<Quote, Quote> {}
}
