package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.Member;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterInMemoryTest {
    private final SteppedCluster net = new SteppedCluster(1);

    @Test
    void twoMembersFindEachOtherWithTagsAndProtocols() {
        Cluster one = net.join(options -> options.tags("desk"));
        Cluster two = net.join(options -> options.tags("quotes", "eu"));
        net.advance(Duration.ofMillis(50));

        assertThat(one.members()).singleElement().satisfies(member -> {
            assertThat(member.id()).isEqualTo(two.id());
            assertThat(member.tags()).isEqualTo(Tags.of("quotes", "eu"));
            assertThat(member.protocols()).containsExactly("t", "c");
            assertThat(member.props("t")).containsKey("port");
            assertThat(member.local()).isTrue();
        });
        assertThat(two.members()).extracting(Member::id).containsExactly(one.id());
    }

    @Test
    void aQueryCollectsTheAnswersOfAllWhoHaveTheTag() {
        Cluster desk = net.join(options -> options.tags("desk"));
        for (int i = 0; i < 3; i++) {
            String price = "4" + i;
            net.join(options ->
                    options.tags("quotes").onQuery("quote", query -> Payload.of(query.text() + "=" + price)));
        }
        net.advance(Duration.ofMillis(50));

        Query query = desk.query("quote").to("quotes").data("ACME").ask();
        net.advance(Duration.ZERO);

        assertThat(query.isDone()).isTrue();
        assertThat(query.outcomes()).extracting(QueryOutcome::text).containsExactly("ACME=40", "ACME=41", "ACME=42");
        assertThat(query.outcomes()).extracting(QueryOutcome::protocol).containsOnly("t");
    }

    @Test
    void anEventReachesItsReceiversInOrder() {
        List<String> heard = new ArrayList<>();
        Cluster one = net.join(options -> options.tags("one"));
        net.join(options -> options.tags("two").onEvent(event -> heard.add(event.text())));
        net.advance(Duration.ofMillis(50));

        for (int i = 0; i < 5; i++) {
            assertThat(one.event().to("two").data("n" + i).send()).isCompletedWithValueMatching(SendResult::isAllSent);
        }
        net.advance(Duration.ZERO);

        assertThat(heard).containsExactly("n0", "n1", "n2", "n3", "n4");
    }

    @Test
    void aMemberThatLeavesIsGoneAtOnce() {
        Cluster one = net.join(options -> {});
        Cluster two = net.join(options -> {});
        net.advance(Duration.ofMillis(50));
        assertThat(one.members()).hasSize(1);

        two.close();
        net.advance(Duration.ZERO);

        assertThat(one.members()).isEmpty();
    }
}
