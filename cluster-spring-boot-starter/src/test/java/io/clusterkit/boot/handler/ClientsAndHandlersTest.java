package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.client.ClusterClientAutoConfiguration;
import io.clusterkit.boot.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import io.clusterkit.boot.client.Answer;
import io.clusterkit.boot.client.Answers;
import io.clusterkit.boot.client.ClusterClient;
import io.clusterkit.boot.client.ClusterOperations;
import io.clusterkit.boot.client.ClusterQuery;
import io.clusterkit.boot.client.EnableClusterClients;
import io.clusterkit.boot.client.NoAnswerException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One application asks by a typed client what another answers by handler methods: JSON both ways, and headers. */
class ClientsAndHandlersTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts()
            .withConfiguration(
                    AutoConfigurations.of(ClusterJacksonAutoConfiguration.class, ClusterClientAutoConfiguration.class));

    private int answerers = 1;

    @Test
    void recordsGoThereAndComeBack() {
        run(quotes -> {
            Quote quote = quotes.quote(new Request("ACME", 2));
            assertThat(quote).isEqualTo(new Quote("ACME", 84, Instant.EPOCH));
            assertThat(quotes.answer(new Request("ACME", 1)).value()).isEqualTo(new Quote("ACME", 42, Instant.EPOCH));
        });
    }

    @Test
    void eachMembersAnswerIsReadByItself() {
        answerers = 2;
        network.join(options -> options.tags("quotes").onQuery("quote", query -> {
            throw new IllegalStateException("no quotes here");
        }));
        run(quotes -> {
            List<Answer<Quote>> all = quotes.all(new Request("ACME", 1));
            assertThat(all).hasSize(2);
            assertThat(all).filteredOn(Answer::isAnswered).singleElement().satisfies(each -> assertThat(each.value())
                    .isEqualTo(new Quote("ACME", 42, Instant.EPOCH)));
            assertThat(all)
                    .filteredOn(each -> !each.isAnswered())
                    .singleElement()
                    .satisfies(each -> assertThat(each.error()).isEqualTo("no quotes here"));
        });
    }

    @Test
    void genericTypesAreReadAsTheyAreDeclared() {
        run(quotes -> {
            assertThat(quotes.list(List.of(new Request("A", 1), new Request("B", 2)))
                            .value())
                    .containsExactly(new Quote("A", 42, Instant.EPOCH), new Quote("B", 84, Instant.EPOCH));
            assertThat(quotes.map().values().get(0))
                    .containsExactly(entry("A", List.of(new Quote("A", 1, Instant.EPOCH))));
            assertThat(quotes.page().items()).containsExactly(new Quote("P", 1, Instant.EPOCH));
        });
    }

    @Test
    void noValueIsEmptyOrNull() {
        run(quotes -> {
            assertThat(quotes.maybe("no")).isEmpty();
            assertThat(quotes.maybe("yes")).contains(new Quote("yes", 1, Instant.EPOCH));
            assertThat(quotes.nothing("no")).isNull();
            assertThat(quotes.answerOfNothing("no")).satisfies(answer -> {
                assertThat(answer.isAnswered()).isTrue();
                assertThat(answer.value()).isNull();
            });
            assertThat(quotes.anything(null)).isEqualTo("given: none");
            quotes.told("x");
        });
    }

    @Test
    void laterAnswersAreRead() {
        run(quotes -> {
            assertThat(quotes.later(new Request("ACME", 1)).join().values())
                    .containsExactly(new Quote("ACME", 42, Instant.EPOCH));
            assertThat(quotes.mono(new Request("ACME", 1)).block()).isEqualTo(new Quote("ACME", 42, Instant.EPOCH));
            assertThat(quotes.flux(new Request("ACME", 1)).collectList().block())
                    .containsExactly(new Quote("ACME", 42, Instant.EPOCH));
        });
    }

    @Test
    void methodsWithABodyRunThoughTheInterfaceIsNotPublic() {
        run(quotes -> {
            assertThat(quotes.cents("ACME", 2)).isEqualTo(84);
            assertThat(quotes.inherited()).isEqualTo(42);
            assertThatIllegalStateException().isThrownBy(quotes::failing).withMessage("by its body");
        });
    }

    @Test
    void whatDoesNotFitIsAFailedAnswer() {
        run(quotes -> {
            assertThatExceptionOfType(NoAnswerException.class)
                    .isThrownBy(quotes::number)
                    .withMessageContaining("can't be read as Quote");
            assertThatExceptionOfType(NoAnswerException.class)
                    .isThrownBy(() -> quotes.misled("text"))
                    .withMessageContaining("the payload can't be read as Request: it is no valid JSON");
        });
    }

    @Test
    void theTemplateReadsTheSame() {
        run(Caller.class, context -> {
            ClusterOperations template = context.getBean(ClusterOperations.class);
            assertThat(template.query("list")
                            .to("quotes")
                            .payload(List.of(new Request("A", 1)))
                            .first(new ParameterizedTypeReference<List<Quote>>() {}))
                    .containsExactly(new Quote("A", 42, Instant.EPOCH));
        });
    }

    @Test
    void headersArriveAsTheyWereGiven() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            run(Caller.class, context -> {
                LocaleContextHolder.setLocale(Locale.US);
                assertThat(context.getBean(Headers.class)
                                .all(
                                        Side.SELL,
                                        Instant.EPOCH,
                                        LocalDate.of(2126, 1, 2),
                                        LocalDateTime.of(2126, 1, 2, 3, 4, 5, 6),
                                        ZonedDateTime.parse("2126-01-02T03:04:05+01:00[Europe/Berlin]"),
                                        LocalDate.of(2126, 12, 31),
                                        Duration.ofMillis(1500),
                                        DataSize.ofKilobytes(2),
                                        new UUID(1, 2),
                                        List.of(3, 4),
                                        new BigDecimal("1234567.89"),
                                        true,
                                        Optional.of(5),
                                        new Money(678, "EUR")))
                        .isEqualTo("SELL 1970-01-01T00:00:00Z 2126-01-02 2126-01-02T03:04:05.000000006"
                                + " 2126-01-02T03:04:05+01:00[Europe/Berlin] 2126-12-31 PT1.5S 2048B"
                                + " 00000000-0000-0001-0000-000000000002 [3, 4] 1234567.89 true Optional[5]"
                                + " Money[cents=678, currency=EUR] side=SELL|day=21261231|money=678 EUR|numbers=3,4");
            });
        } finally {
            LocaleContextHolder.resetLocaleContext();
            Locale.setDefault(before);
        }
    }

    private void run(Consumer<Quotes> test) {
        run(Caller.class, context -> test.accept(context.getBean(Quotes.class)));
    }

    private void run(Class<?> caller, Consumer<AssertableApplicationContext> test) {
        contexts.withUserConfiguration(Handlers.class)
                .withPropertyValues("cluster.tags=quotes")
                .run(answering -> {
                    assertThat(answering).hasNotFailed();
                    contexts.withUserConfiguration(caller).run(asking -> {
                        Cluster cluster = asking.getBean(Cluster.class);
                        await().until(() -> cluster.resolve("quotes").size() == answerers);
                        test.accept(asking);
                    });
                });
    }

    enum Side {
        BUY,
        SELL;

        @Override
        public String toString() {
            return "side of a trade";
        }
    }

    record Money(long cents, String currency) {}

    record Request(String symbol, int count) {}

    record Quote(String symbol, long cents, Instant at) {}

    record Page<T>(List<T> items) {}

    interface WithBody {
        @ClusterQuery("quote")
        Quote quote(Request request);

        default long inherited() {
            return quote(new Request("ACME", 1)).cents();
        }
    }

    @ClusterClient("quotes")
    interface Quotes extends WithBody {
        default long cents(String symbol, int count) {
            return quote(new Request(symbol, count)).cents();
        }

        default void failing() {
            throw new IllegalStateException("by its body");
        }

        @ClusterQuery("quote")
        Answer<Quote> answer(Request request);

        @ClusterQuery("quote")
        List<Answer<Quote>> all(Request request);

        @ClusterQuery("list")
        Answer<List<Quote>> list(List<Request> requests);

        @ClusterQuery("map")
        Answers<Map<String, List<Quote>>> map();

        @ClusterQuery("page")
        Page<Quote> page();

        @ClusterQuery("maybe")
        Optional<Quote> maybe(String symbol);

        @ClusterQuery("maybe")
        @Nullable
        Quote nothing(String symbol);

        @ClusterQuery("maybe")
        Answer<Quote> answerOfNothing(String symbol);

        @ClusterQuery("anything")
        String anything(@Nullable Request request);

        @ClusterQuery("maybe")
        void told(String symbol);

        @ClusterQuery("quote")
        CompletableFuture<Answers<Quote>> later(Request request);

        @ClusterQuery("quote")
        Mono<Quote> mono(Request request);

        @ClusterQuery("quote")
        Flux<Quote> flux(Request request);

        @ClusterQuery("number")
        Quote number();

        @ClusterQuery("quote")
        Quote misled(String text);
    }

    @ClusterClient("quotes")
    interface Headers {
        @ClusterQuery("headers")
        String all(
                @ClusterHeader Side side,
                @ClusterHeader Instant instant,
                @ClusterHeader LocalDate date,
                @ClusterHeader LocalDateTime dateTime,
                @ClusterHeader ZonedDateTime zoned,
                @ClusterHeader @DateTimeFormat(pattern = "yyyyMMdd") LocalDate day,
                @ClusterHeader Duration duration,
                @ClusterHeader DataSize size,
                @ClusterHeader UUID uuid,
                @ClusterHeader List<Integer> numbers,
                @ClusterHeader BigDecimal decimal,
                @ClusterHeader boolean yes,
                @ClusterHeader Optional<Integer> maybe,
                @ClusterHeader Money money);
    }

    @Configuration(proxyBeanMethods = false)
    static class MoneyConverters {
        @Bean
        Converter<Money, String> moneyToText() {
            return new Converter<>() {
                @Override
                public String convert(Money money) {
                    return money.cents() + " " + money.currency();
                }
            };
        }

        @Bean
        Converter<String, Money> textToMoney() {
            return new Converter<>() {
                @Override
                public Money convert(String text) {
                    return new Money(Long.parseLong(text.split(" ", 2)[0]), text.split(" ", 2)[1]);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableClusterClients(clients = {Quotes.class, Headers.class})
    static class Caller extends MoneyConverters {}

    @Configuration(proxyBeanMethods = false)
    static class Handlers extends MoneyConverters {
        @QueryHandler("quote")
        Quote quote(Request request) {
            return new Quote(request.symbol(), request.count() * 42L, Instant.EPOCH);
        }

        @QueryHandler("list")
        List<Quote> list(List<Request> requests) {
            return requests.stream().map(this::quote).toList();
        }

        @QueryHandler("map")
        Map<String, List<Quote>> map() {
            return Map.of("A", List.of(new Quote("A", 1, Instant.EPOCH)));
        }

        @QueryHandler("page")
        Page<Quote> page() {
            return new Page<>(List.of(new Quote("P", 1, Instant.EPOCH)));
        }

        @QueryHandler("maybe")
        Optional<Quote> maybe(String symbol) {
            return symbol.equals("no") ? Optional.empty() : Optional.of(new Quote(symbol, 1, Instant.EPOCH));
        }

        @QueryHandler("anything")
        String anything(Optional<Request> request) {
            return "given: " + request.map(Request::symbol).orElse("none");
        }

        @QueryHandler("number")
        int number() {
            return 7;
        }

        @QueryHandler("headers")
        String headers(
                @ClusterHeader Side side,
                @ClusterHeader Instant instant,
                @ClusterHeader LocalDate date,
                @ClusterHeader LocalDateTime dateTime,
                @ClusterHeader ZonedDateTime zoned,
                @ClusterHeader @DateTimeFormat(pattern = "yyyyMMdd") LocalDate day,
                @ClusterHeader Duration duration,
                @ClusterHeader DataSize size,
                @ClusterHeader UUID uuid,
                @ClusterHeader List<Integer> numbers,
                @ClusterHeader BigDecimal decimal,
                @ClusterHeader boolean yes,
                @ClusterHeader Optional<Integer> maybe,
                @ClusterHeader Money money,
                @ClusterHeader Map<String, String> all) {
            return String.join(
                    " ",
                    side.name(),
                    instant + " " + date + " " + dateTime + " " + zoned + " " + day + " " + duration,
                    size + " " + uuid + " " + numbers + " " + decimal + " " + yes + " " + maybe + " " + money,
                    "side=" + all.get("side") + "|day=" + all.get("day") + "|money=" + all.get("money") + "|numbers="
                            + all.get("numbers"));
        }
    }
}
