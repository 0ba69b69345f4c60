package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.event.ClusterEventAutoConfiguration;
import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.boot.autoconfigure.multiplexer.MultiplexersAutoConfiguration;
import io.clusterkit.boot.event.MemberDiscovered;
import io.clusterkit.query.QueryResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/** A context with the starter and a child of it that has the starter, too: they share the parent's member. */
class ContextHierarchyTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts()
            .withConfiguration(
                    AutoConfigurations.of(ClusterEventAutoConfiguration.class, MultiplexersAutoConfiguration.class))
            .withPropertyValues("cluster.tags=shared", "cluster.multiplexers.chat.port=0");

    @Test
    void aChildsHandlersArePartOfItsParentsMemberUntilItCloses() {
        contexts.withBean(InParent.class).run(parent -> {
            Cluster asker = network.joinAndMeetOne(options -> {});
            contexts.withParent(parent).withBean(InChild.class).run(child -> {
                assertThat(child.getBean(Cluster.class)).isSameAs(parent.getBean(Cluster.class));
                assertThat(ask(asker, "child").answers()).hasSize(1);
            });

            assertThat(parent.getBean(Cluster.class).isStarted()).isTrue();
            assertThat(parent.getBean(Multiplexers.class).find("chat")).isPresent();
            assertThat(ask(asker, "parent").answers()).hasSize(1);
            assertThat(ask(asker, "child").answers()).isEmpty();
        });
    }

    @Test
    void aParentHearsOfAMemberOnce() {
        contexts.withBean(InParent.class).run(parent -> contexts.withParent(parent)
                .withBean(InChild.class)
                .run(child -> {
                    List<MemberDiscovered> heard = parent.getBean(InParent.class).heard;
                    network.joinAndMeetOne(options -> {});
                    await().until(() -> !heard.isEmpty());
                    network.join(options -> {});
                    await().until(() -> heard.stream()
                                    .map(event -> event.getMember().sid())
                                    .distinct()
                                    .count()
                            == 2);

                    assertThat(heard).hasSize(2);
                }));
    }

    private static QueryResult ask(Cluster asker, String query) throws InterruptedException {
        return asker.query(query).to("shared").ask().await();
    }

    static class InParent {
        final List<MemberDiscovered> heard = new CopyOnWriteArrayList<>();

        @QueryHandler("parent")
        void asked() {}

        @EventListener
        void discovered(MemberDiscovered event) {
            heard.add(event);
        }
    }

    static class InChild {
        @QueryHandler("child")
        void asked() {}
    }
}
