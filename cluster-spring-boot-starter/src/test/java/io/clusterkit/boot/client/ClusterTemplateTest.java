package io.clusterkit.boot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.client.QuoteConverter.Quote;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import io.clusterkit.registry.Resolver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import reactor.adapter.JdkFlowAdapter;

class ClusterTemplateTest {
    @AutoClose
    private final ClientNetwork network = new ClientNetwork();

    private final ClusterOperations template = network.template();

    @Test
    void asksForAnObject() {
        network.quotes(42, "quotes");

        assertThat(template.queryForObject("quote", "ACME", Quote.class, "quotes"))
                .isEqualTo(new Quote("ACME", 42));
        assertThat(template.queryForObject("quote", "ACME", new ParameterizedTypeReference<List<String>>() {}))
                .containsExactly("ACME 42");
        assertThatExceptionOfType(NoAnswerException.class)
                .isThrownBy(() -> template.queryForObject("quote", "ACME", Quote.class, "nobody"));
    }

    @Test
    void asksAll() {
        network.quotes(42, "quotes");
        network.fails("closed", "quotes");

        assertThat(template.queryForAnswers("quote", "ACME", Quote.class, "quotes")
                        .values())
                .containsExactly(new Quote("ACME", 42));
        assertThat(template.queryForAnswers("quote", null, new ParameterizedTypeReference<List<String>>() {})
                        .failed())
                .extracting(Answer::error)
                .containsExactly("closed");
    }

    @Test
    void asksAsTheCallSays() throws Exception {
        network.answers(query -> Payload.of(query.channel() + " 1"), "quotes");
        Cluster other = network.answers(query -> Payload.of(query.id() + " 2"), "other");

        assertThat(template.query("quote").to("quotes").channel(1).first(Quote.class))
                .isEqualTo(new Quote("1", 1));
        assertThat(template.query("quote")
                        .to(network.seen(other))
                        .id("mine")
                        .firstAnswer(Quote.class)
                        .value())
                .isEqualTo(new Quote("mine", 2));
        assertThat(template.query("quote")
                        .to(Resolver.all().not("quotes"))
                        .protocols("t")
                        .all(Quote.class))
                .extracting(Answer::protocol)
                .containsExactly("t");
        assertThat(template.query("quote").to(List.<Member>of()).all(Quote.class))
                .isEmpty();
        assertThat(template.query().broadcast().all(Quote.class)).hasSize(2);
        assertThat(template.query("quote")
                        .firstAsync(Quote.class)
                        .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .isAnswered())
                .isTrue();
        assertThat(template.query("quote").allAsync(Quote.class).get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .hasSize(2);
        assertThat(JdkFlowAdapter.flowPublisherToFlux(template.query("quote").publisher(Quote.class))
                        .collectList()
                        .block(Patience.LIMIT))
                .hasSize(2);
    }

    @Test
    void waitsAsLongAsTheCallSays() {
        network.hangs();

        assertThat(template.query("quote").timeout(Duration.ofMillis(20)).all(Quote.class))
                .extracting(Answer::error)
                .containsExactly("no answer in time");
    }

    @Test
    void payloadsAreConverted() {
        network.answers(query -> query.payload());

        assertThat(template.query("quote").payload(new Quote("ACME", 1)).first(String.class))
                .isEqualTo("ACME 1");
        assertThat(template.query("quote").payload(Payload.of("as it is")).first(String.class))
                .isEqualTo("as it is");
        assertThat(template.query("quote").payload(null).first(String.class)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.query("quote").payload(Thread.currentThread()))
                .withMessageStartingWith("a payload of type java.lang.Thread can't be written");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.query("quote").all(Thread.class))
                .withMessageStartingWith("answers can't be read as java.lang.Thread");
    }

    @Test
    void tellsMembersThings() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        Cluster one = network.quotes(1, "quotes");
        one.onEvent(event -> heard.add(event.channel() + " " + event.id() + " " + event.text()));
        network.quotes(2, "other").onEvent(event -> heard.add("other"));

        assertThat(template.sendEvent(new Quote("ACME", 1), "quotes")
                        .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .isAllSent())
                .isTrue();
        assertThat(template.event()
                        .to("quotes")
                        .payload("x")
                        .channel(1)
                        .id("mine")
                        .protocols("t")
                        .send()
                        .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .outcomes())
                .hasSize(1);
        assertThat(template.event()
                        .to(List.<Member>of())
                        .send()
                        .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .outcomes())
                .isEmpty();

        await().untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrder("0 null ACME 1", "1 mine x"));
    }

    @Test
    void knowsMembers() {
        Cluster one = network.quotes(1, "quotes", "eu");
        network.quotes(2, "quotes");

        assertThat(template.members()).hasSize(2);
        assertThat(template.members("quotes", "eu")).extracting(Member::id).containsExactly(one.id());
        assertThat(template.members(Resolver.all().not("eu"))).hasSize(1);
        assertThat(template.member(one.id().sid())).isPresent();
    }
}
