package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.QueryCall;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.QueryContext;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

/** Payloads of any type, headers, context; answers of any type, now or later. */
class HandlerParametersTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts()
            .withConfiguration(AutoConfigurations.of(ClusterJacksonAutoConfiguration.class))
            .withPropertyValues("test.query=by-placeholder", "test.default=7s");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "record|{\"symbol\":\"A\",\"count\":2}|{\"text\":\"2 A\"}",
                "records|[{\"symbol\":\"A\",\"count\":2}]|[{\"text\":\"2 A\"}]",
                "inherited|{\"symbol\":\"A\",\"count\":2}|{\"text\":\"2 A\"}",
                "sum|[1,2,3]|6",
                "map|{\"a\":1}|{\"a\":2}",
                "optional|{\"symbol\":\"A\",\"count\":2}|true",
                "optional|~~|false",
                "optional|null|false",
                "optional-text|~~|none",
                "optional-text|x|x",
                "nullable|null|none",
                "empty-answer|x|~~",
                "mono|A|{\"text\":\"A\"}",
                "empty-mono|A|~~",
                "mono-of-nothing|A|~~",
                "future-list|A|[{\"text\":\"A\"}]",
                "by-placeholder|x|x"
            })
    void payloadsAndAnswersAreConverted(String query, String data, String answer) {
        run(asker -> assertThat(ask(asker.query(query).data(data)))
                .satisfies(outcome -> assertThat(outcome.error()).isNull())
                .extracting(QueryOutcome::text)
                .isEqualTo(answer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "record|{|the payload can't be read as Request: it is no valid JSON, at line 1, column 2",
                "record|[]|the payload can't be read as Request: its JSON does not fit",
                "record|~~|the payload can't be read as Request: there is none",
                "record|null|the payload can't be read as Request: there is none",
                "records|[{\"count\":\"x\"}]|the payload can't be read as List<Request>: its JSON does not fit, at [0].count",
                "failing-mono|x|no mono today"
            })
    void whatIsNotOfTheWantedTypeIsAnErrorAnswer(String query, String data, String error) {
        run(asker -> assertThat(ask(asker.query(query).data(data)).error()).isEqualTo(error));
    }

    @Test
    void headersAreGivenConvertedOrByDefault() {
        run(asker -> {
            assertThat(ask(asker.query("headers").header("tenant", "t1").header("limit", "250ms"))
                            .text())
                    .isEqualTo("t1 PT0.25S Optional.empty null 3 [tenant, limit]");
            assertThat(ask(asker.query("headers")
                                    .header("user", "u")
                                    .header("tenant", "t2")
                                    .header("note", "n")
                                    .header("count", "4"))
                            .text())
                    .isEqualTo("t2 PT7S Optional[u] n 4 [user, tenant, note, count]");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "headers|limit|1s|header \"tenant\" is missing",
                "headers|count|many|header \"count\" is no integer",
                "composed|other|x|header \"tenant\" is missing"
            })
    void aMissingOrMalformedHeaderIsAnErrorAnswer(String query, String name, String value, String error) {
        run(asker -> {
            QueryCall call = asker.query(query).header(name, value);
            assertThat(ask(name.equals("count") ? call.header("tenant", "t") : call)
                            .error())
                    .isEqualTo(error);
        });
    }

    @Test
    void aHeaderMayBeAskedForByAnAnnotationOfTheApplicationAndInAnInterface() {
        run(asker -> {
            assertThat(ask(asker.query("composed").header("tenant", "t")).text())
                    .isEqualTo("t");
            assertThat(ask(asker.query("interface").header("tenant", "t")).text())
                    .isEqualTo("t");
        });
    }

    @Test
    void theContextTellsAllButThePayload() {
        run(asker -> assertThat(
                        ask(asker.query("context").header("a", "1").id("id 1")).text())
                .isEqualTo("context 0 id 1 " + asker.id().sid() + " u {a=1}"));
    }

    @Test
    void anEventListenerIsGivenConvertedPayloadsAndHeaders() {
        contexts.withBean(Listening.class).run(context -> {
            List<String> heard = context.getBean(Listening.class).heard;
            Cluster sender = network.joinAndMeetOne(options -> {});
            assertThat(sender.event().data("no request").send()).succeedsWithin(Patience.LIMIT);
            assertThat(sender.event()
                            .data("{\"symbol\":\"A\",\"count\":2}")
                            .header("tenant", "t")
                            .send())
                    .succeedsWithin(Patience.LIMIT);

            Awaitility.await().until(() -> !heard.isEmpty());
            assertThat(heard).containsExactly("A for t");
            assertThat(context.getBean(Cluster.class).counters()).containsEntry("events.failed", 1L);
        });
    }

    private void run(Consumer<Cluster> test) {
        contexts.withBean(Handlers.class).withBean(ByInterface.class).run(context -> {
            assertThat(context).hasNotFailed();
            test.accept(network.joinAndMeetOne(options -> {}));
        });
    }

    private static QueryOutcome ask(QueryCall call) {
        try {
            List<QueryOutcome> outcomes = call.ask().await().outcomes();
            assertThat(outcomes).hasSize(1);
            return outcomes.get(0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    record Request(String symbol, int count) {}

    record Reply(String text) {}

    abstract static class Inheriting<Q, A> {
        @QueryHandler("inherited")
        public A inherited(Q question) {
            return answer(question);
        }

        abstract A answer(Q question);
    }

    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    @ClusterHeader("tenant")
    @interface Tenant {}

    static class Handlers extends Inheriting<Request, Reply> {
        @Override
        Reply answer(Request request) {
            return record(request);
        }

        @QueryHandler("record")
        public Reply record(Request request) {
            return new Reply(request.count() + " " + request.symbol());
        }

        @QueryHandler("records")
        public List<Reply> records(List<Request> requests) {
            return requests.stream().map(this::record).toList();
        }

        @QueryHandler("sum")
        public int sum(int[] numbers) {
            int sum = 0;
            for (int number : numbers) {
                sum += number;
            }
            return sum;
        }

        @QueryHandler("map")
        public Map<String, Long> map(Map<String, Long> numbers) {
            return Map.of("a", numbers.getOrDefault("a", 0L) + 1);
        }

        @QueryHandler("optional")
        public boolean optional(Optional<Request> request) {
            return request.isPresent();
        }

        @QueryHandler("optional-text")
        public String optionalText(Optional<String> text) {
            return text.orElse("none");
        }

        @QueryHandler("nullable")
        public String nullable(@Nullable Request request) {
            return request == null ? "none" : request.symbol();
        }

        @QueryHandler("empty-answer")
        public Optional<Reply> emptyAnswer() {
            return Optional.empty();
        }

        @QueryHandler("mono")
        public Mono<Reply> mono(String text) {
            return Mono.fromSupplier(() -> new Reply(text));
        }

        @QueryHandler("empty-mono")
        public Mono<Reply> emptyMono() {
            return Mono.empty();
        }

        @QueryHandler("mono-of-nothing")
        public Mono<Void> monoOfNothing() {
            return Mono.empty();
        }

        @QueryHandler("failing-mono")
        public Mono<String> failingMono() {
            return Mono.error(new IllegalStateException("no mono today"));
        }

        @QueryHandler("future-list")
        public CompletableFuture<List<Reply>> futureList(Payload text) {
            return CompletableFuture.supplyAsync(() -> List.of(new Reply(text.asText())));
        }

        @QueryHandler("${test.query}")
        public String placeholder(String text) {
            return text;
        }

        @QueryHandler("headers")
        public String headers(
                @ClusterHeader String tenant,
                @ClusterHeader(name = "limit", defaultValue = "${test.default}") Duration limit,
                @ClusterHeader("user") Optional<String> user,
                @ClusterHeader(name = "note", required = false) @Nullable String note,
                @ClusterHeader(name = "count", defaultValue = "3") int count,
                @ClusterHeader Map<String, String> all) {
            return tenant + " " + limit + " " + user + " " + note + " " + count + " " + all.keySet();
        }

        @QueryHandler("composed")
        public String composed(@Tenant String tenant) {
            return tenant;
        }

        @QueryHandler("context")
        public String context(QueryContext query) {
            return query.name() + " " + query.channel() + " " + query.id() + " "
                    + query.from().sid() + " " + query.protocol() + " " + query.headers();
        }
    }

    public interface Asked {
        @QueryHandler("interface")
        String asked(@ClusterHeader("tenant") String tenant);
    }

    static class ByInterface implements Asked {
        @Override
        public String asked(String tenant) {
            return tenant;
        }
    }

    static class Listening {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @ClusterEventListener
        public void request(Request request, @ClusterHeader("tenant") String tenant) {
            heard.add(request.symbol() + " for " + tenant);
        }
    }
}
