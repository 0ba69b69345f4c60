package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.Query;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that were short so far are run by the thread that reads; that must not show when they are not short any more. */
class ShortHandlerTest {
    private static final Duration TIMEOUT = ShortPolls.PATIENCE;

    private final TestNetwork network = TestNetwork.random();
    private volatile QueryFunction handler = query -> query.payload();
    private volatile String thread = "";
    private final CountDownLatch released = new CountDownLatch(1);
    private Cluster asker;
    private Cluster answerer;
    private Member there;

    @BeforeEach
    void join() {
        asker = member("asker");
        answerer = member("answerer");
        answerer.onQuery("turn", query -> handler.answer(query));
        answerer.onQuery("echo", query -> query.payload());
        asker.onQuery("name", query -> Payload.of("Ada"));
        await().atMost(TIMEOUT)
                .until(() -> asker.resolve("answerer").size() == 1
                        && answerer.resolve("asker").size() == 1);
        there = asker.resolve("answerer").get(0);
    }

    @AfterEach
    void leave() {
        released.countDown();
        asker.close();
        answerer.close();
    }

    private Cluster member(String tag) {
        return Cluster.join(options ->
                options.address(network.group()).port(network.port()).tags(tag).protocols("t"));
    }

    private String ask(String name) throws InterruptedException {
        return start(name).await().outcomes().get(0).text();
    }

    private Query start(String name) {
        return asker.query(name).to(there).data(name).timeout(TIMEOUT).ask();
    }

    /** Asks until the reading thread answers: how often that takes depends on how busy this machine is. */
    private void becomeShort() {
        handler = query -> {
            thread = Thread.currentThread().getName();
            return query.payload();
        };
        await().atMost(TIMEOUT).pollInterval(Duration.ofNanos(1)).until(() -> {
            assertThat(ask("turn")).isEqualTo("turn");
            return thread.contains("-io-");
        });
    }

    @Test
    void oneThatWaitsKeepsNoOtherQueryOfItsConnectionWaiting() throws Exception {
        becomeShort();
        handler = query -> {
            assertThat(released.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return query.payload();
        };

        Query waits = start("turn");

        assertThat(ask("echo")).isEqualTo("echo");
        assertThat(waits.isDone()).isFalse();
        released.countDown();
        assertThat(waits.await().outcomes().get(0).text()).isEqualTo("turn");
        assertThat(ask("turn")).isEqualTo("turn");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneMayAskTheVeryMemberThatAskedIt(boolean byFuture) throws Exception {
        becomeShort();
        handler = query -> {
            Query back = answerer.query("name")
                    .to(query.from().sid())
                    .timeout(TIMEOUT)
                    .ask();
            return Payload.of("hello "
                    + (byFuture ? back.future().join() : back.await())
                            .outcomes()
                            .get(0)
                            .text());
        };

        assertThat(ask("turn")).isEqualTo("hello Ada");
        assertThat(ask("echo")).isEqualTo("echo");
    }

    @Test
    void oneThatFailsOrInterruptsItsThreadHarmsNobody() throws Exception {
        becomeShort();
        handler = query -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("no");
        };

        assertThat(start("turn").await().outcomes().get(0).error()).isEqualTo("no");
        assertThat(ask("echo")).isEqualTo("echo");
    }
}
