package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.QueryError;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import io.clusterkit.hook.CancelPacketException;
import io.clusterkit.hook.HookContext;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Packet;
import io.clusterkit.query.QueryOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.core.annotation.Order;

/** The code of docs/handlers.md. */
class HandlersPageTest {
    private static final Path PAGE = Path.of("../docs/handlers.md");
    private static final Path SOURCE = Path.of("src/test/java/io/clusterkit/boot/handler/HandlersPageTest.java");

    @AutoClose
    private final TestNetwork network = new TestNetwork();

    @Test
    void theCodeOfThePageWorks() {
        network.contexts()
                .withConfiguration(AutoConfigurations.of(ClusterJacksonAutoConfiguration.class))
                .withPropertyValues("cluster.channels=7")
                .withBean(Quotes.class)
                .run(context -> {
                    Cluster desk = network.joinAndMeetOne(
                            options -> options.tags("desk", "eu-west").channels(7));
                    assertThat(desk.query("quote")
                                    .data("{\"symbol\":\"ACME\",\"count\":2}")
                                    .header("currency", "USD")
                                    .ask()
                                    .await()
                                    .answers())
                            .extracting(QueryOutcome::text)
                            .containsExactly("{\"symbol\":\"ACME\",\"cents\":9200}");
                    assertThat(desk.query().data("x").ask().await().answers())
                            .extracting(QueryOutcome::text)
                            .containsExactly("echo: x");
                    assertThat(desk.query("fail").ask().await().outcomes())
                            .extracting(QueryOutcome::error)
                            .containsExactly("unknown-symbol: no ACME");
                    assertThat(desk.query()
                                    .data("forbidden")
                                    .protocols("t")
                                    .timeout(Duration.ofMillis(200))
                                    .ask()
                                    .await()
                                    .answers())
                            .isEmpty();
                    assertThat(desk.event()
                                    .channel(7)
                                    .data("{\"symbol\":\"ACME\",\"cents\":1}")
                                    .send())
                            .succeedsWithin(Patience.LIMIT);
                    List<String> trades = context.getBean(Quotes.class).trades;
                    Awaitility.await().until(() -> !trades.isEmpty());
                    assertThat(trades).containsExactly(desk.id().sid() + " ACME");
                });
    }

    @Test
    void thePageShowsThisVeryCode() throws IOException {
        Function<String, String> dense = code -> code.replaceAll("\\s+", "");
        String source = dense.apply(Files.readString(SOURCE));
        List<String> shown = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(shown).hasSizeGreaterThan(4).allSatisfy(code -> assertThat(source)
                .contains(dense.apply(code)));
    }

    @SuppressWarnings("serial") // as short as on the page
    static class Quotes {
        final List<String> trades = new CopyOnWriteArrayList<>();

        record QuoteRequest(String symbol, int count) {}

        record Quote(String symbol, long cents) {}

        @QueryHandler("quote")
        Quote quote(
                QuoteRequest request,
                Member from,
                @ClusterHeader(name = "currency", defaultValue = "EUR") String currency) {
            return new Quote(request.symbol(), request.count() * (currency.equals("EUR") ? 4217L : 4600L));
        }

        @QueryHandler
        String echo(String text) {
            return "echo: " + text;
        }

        @QueryError(code = "unknown-symbol") // told: "unknown-symbol: no ACME"
        static class UnknownSymbolException extends RuntimeException {
            UnknownSymbolException(String message) {
                super(message);
            }
        }

        @QueryHandler("fail")
        String fail() {
            throw new UnknownSymbolException("no ACME");
        }

        @Order(1)
        @ClusterEventListener(
                channels = 7,
                tags = {"desk", "eu-*"})
        void traded(Quote quote, Member from) {
            trades.add(from.sid() + " " + quote.symbol());
        }

        @ClusterHook(point = HookPoint.RECEIVE, protocols = "t", order = 1)
        Packet mark(Packet packet, HookContext context) {
            if ("forbidden".equals(packet.data())) {
                throw new CancelPacketException("not here");
            }
            return packet.withHeaders(Map.of("by", String.valueOf(context.protocol())));
        }
    }
}
