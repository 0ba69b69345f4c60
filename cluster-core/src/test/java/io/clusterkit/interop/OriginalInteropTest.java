package io.clusterkit.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.Event;
import io.clusterkit.TestNetwork;
import io.clusterkit.member.Member;
import io.clusterkit.member.TagEdit;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A running member of the original and one of ours in one cluster. */
class OriginalInteropTest {
    private final TestNetwork network = TestNetwork.random();
    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Test
    void theOriginalAndOursFindEachOtherAnswerEachOtherAndLeave() throws Exception {
        try (OriginalMember original = OriginalMember.start(network.group(), network.port(), "TCL {two words}");
                Cluster ours = Cluster.join(options -> options.address(network.group())
                        .port(network.port())
                        .tags("java", "with space")
                        .onQuery(query -> {
                            if (query.text().startsWith("fail ")) {
                                throw new IllegalArgumentException(query.text().substring(5));
                            }
                            return Payload.of("echo: " + query.text());
                        })
                        .onEvent(events::add))) {

            assertThat(original.await("DISCOVERED"))
                    .containsExactly("DISCOVERED", ours.id().uuid(), "java {with space}");
            await().until(() -> ours.resolve("TCL").size() == 1);
            Member tcl = ours.members().get(0);
            assertThat(tcl.uuid()).isEqualTo(original.uuid());
            assertThat(tcl.tags()).isEqualTo(Tags.of("TCL", "two words"));
            assertThat(tcl.local()).isTrue();

            QueryResult answer =
                    ours.query().to("TCL").data("hello {world}").ask().await();
            assertThat(answer.outcomes()).singleElement().satisfies(outcome -> {
                assertThat(outcome.status()).isEqualTo(QueryOutcome.Status.ANSWERED);
                assertThat(outcome.text()).isEqualTo("tcl:hello {world}");
                assertThat(outcome.protocol()).isEqualTo("t");
            });
            QueryResult error =
                    ours.query().to(tcl.sid()).data("fail on purpose").ask().await();
            assertThat(error.outcomes()).extracting(QueryOutcome::error).containsExactly("on purpose");
            QueryResult named =
                    ours.query("quote").to("TCL").data("named").ask().await();
            assertThat(named.outcomes()).extracting(QueryOutcome::text).containsExactly("tcl:named");
            QueryResult byMulticast =
                    ours.query().to("TCL").data("all").broadcast().ask().await();
            assertThat(byMulticast.outcomes()).extracting(QueryOutcome::text).containsExactly("tcl:all");

            original.command("query", "java", "how are you");
            assertThat(original.await("ANSWER")).containsSubsequence(ours.id().uuid(), "response", "echo: how are you");
            original.command("query", "java", "fail no way");
            assertThat(original.await("ANSWER")).containsSubsequence(ours.id().uuid(), "error", "no way");

            original.command("send", "java", "an event");
            await().until(() -> events.size() == 1);
            assertThat(events.get(0).text()).isEqualTo("an event");
            ours.event().to("TCL").data("ours").send().join();
            assertThat(original.await("EVENT"))
                    .containsExactly("EVENT", ours.id().uuid(), "0", "ours");
            ours.event().to("TCL").data("multicast").broadcast(true).send().join();
            assertThat(original.await("EVENT"))
                    .containsExactly("EVENT", ours.id().uuid(), "0", "multicast");

            ours.tags(TagEdit.edit().append("new"));
            assertThat(original.await("TAGS")).containsExactly("TAGS", ours.id().uuid(), "java {with space} new");
            original.command("tags", "MORE", "-remove", "TCL");
            await().until(() -> ours.resolve("MORE").size() == 1);
            assertThat(ours.members().get(0).tags()).isEqualTo(Tags.of("two words", "MORE"));

            String uuid = ours.id().uuid();
            ours.leave();
            assertThat(original.await("LOST")).containsExactly("LOST", uuid);
            assertThat(original.errorOutput()).isEmpty();
        }
    }
}
