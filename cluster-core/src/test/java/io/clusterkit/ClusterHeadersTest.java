package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.clusterkit.packet.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterHeadersTest {
    private final SteppedCluster net = new SteppedCluster(1);
    private final List<QueryRequest> asked = new ArrayList<>();
    private final List<Event> heard = new ArrayList<>();
    private final Cluster desk = net.join(options -> options.tags("desk"));

    private Cluster quotes() {
        Cluster quotes = net.join(options -> options.tags("quotes")
                .onQuery("quote", request -> {
                    asked.add(request);
                    return Payload.of("42");
                })
                .onEvent(heard::add));
        net.advance(Duration.ofMillis(50));
        return quotes;
    }

    @Test
    void headersOfAQueryReachItsHandler() {
        quotes();

        desk.query("quote")
                .to("quotes")
                .header("b", "1")
                .headers(Map.of("a", "\u4e16"))
                .header("b", "2")
                .ask();
        desk.query("quote").to("quotes").ask();
        net.advance(Duration.ZERO);

        assertThat(asked).extracting(QueryRequest::headers).containsExactly(Map.of("b", "2", "a", "\u4e16"), Map.of());
        assertThat(asked.get(0).headers().keySet()).containsExactly("b", "a");
    }

    @Test
    void headersOfAnEventReachItsHandler() {
        quotes();

        assertThat(desk.event().to("quotes").header("a", "1").data("x").send())
                .isCompletedWithValueMatching(SendResult::isAllSent);
        net.advance(Duration.ZERO);

        assertThat(heard).singleElement().satisfies(event -> {
            assertThat(event.headers()).isEqualTo(Map.of("a", "1"));
            assertThat(event.text()).isEqualTo("x");
        });
        assertThat(desk.counters()).doesNotContainKey("headers.stripped");
    }

    @Test
    void anEventWithHeadersGoesToManyBySendingItToEach() {
        for (int i = 0; i < 5; i++) {
            quotes();
        }

        assertThat(desk.event().to("quotes").header("a", "1").data("x").send())
                .isCompletedWithValueMatching(SendResult::isAllSent);
        net.advance(Duration.ZERO);

        assertThat(heard).extracting(Event::headers).hasSize(5).containsOnly(Map.of("a", "1"));
        assertThat(eventsOut("t")).isEqualTo(5);
        assertThat(eventsOut("c")).isZero();

        assertThat(desk.event().to("quotes").data("without").send()).isCompleted();

        assertThat(eventsOut("t")).isEqualTo(5);
        assertThat(eventsOut("c")).isOne();
    }

    @Test
    void aMulticastArrivesWithoutThem() {
        quotes();

        assertThat(desk.event().header("a", "1").data("x").broadcast(true).send())
                .isCompletedWithValueMatching(SendResult::isAllSent);
        desk.query("quote").to("quotes").header("a", "1").broadcast().ask();
        net.advance(Duration.ZERO);

        assertThat(heard).extracting(Event::headers).containsExactly(Map.of());
        assertThat(asked).extracting(QueryRequest::headers).containsExactly(Map.of());
        assertThat(desk.counters()).containsEntry("headers.stripped", 2L);
    }

    private long eventsOut(String protocol) {
        return desk.counters().getOrDefault("packets.out." + protocol + ".event", 0L);
    }

    @Test
    void headersThatBreakARuleAreRefusedWhereTheyAreGiven() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk.query("quote").header("", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> desk.event().header("n", "x".repeat(8192)));
    }
}
