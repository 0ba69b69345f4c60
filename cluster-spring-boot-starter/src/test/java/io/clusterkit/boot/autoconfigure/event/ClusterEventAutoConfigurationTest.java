package io.clusterkit.boot.autoconfigure.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.event.ClusterApplicationEvent;
import io.clusterkit.boot.event.ClusterJoined;
import io.clusterkit.boot.event.ClusterLeft;
import io.clusterkit.boot.event.MemberDiscovered;
import io.clusterkit.boot.event.MemberLost;
import io.clusterkit.boot.event.MemberTagsChanged;
import io.clusterkit.member.TagEdit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;

class ClusterEventAutoConfigurationTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner contexts = network.contexts()
            .withConfiguration(AutoConfigurations.of(ClusterEventAutoConfiguration.class))
            .withBean(Recorder.class, () -> new Recorder(heard, threads));

    private final ApplicationContextRunner contextsWithExecutor =
            contexts.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class));

    @Test
    void aStayIsToldFromJoiningToLeavingInOrder() {
        contextsWithExecutor.run(context -> {
            Cluster other = network.join(options -> options.tags("old"));
            String sid = other.id().sid();
            await().until(() -> heard.contains("discovered " + sid + " [old]"));
            other.tags(TagEdit.edit().replace("new"));
            await().until(() -> heard.contains("tags " + sid + " [old] -> [new]"));
            other.leave();
            await().until(() -> heard.contains("lost " + sid + " true"));
        });
        await().until(() -> heard.size() >= 5);

        assertThat(heard.get(0)).startsWith("joined ");
        assertThat(heard.get(heard.size() - 1)).isEqualTo(heard.get(0).replace("joined", "left") + " bean alive");
        assertThat(heard).hasSize(5);
    }

    @Test
    void eventsComeOnTheExecutorOfTheApplication() {
        contextsWithExecutor
                .withPropertyValues("spring.task.execution.thread-name-prefix=app-")
                .run(context -> {
                    await().until(() -> heard.size() == 1);
                    context.getBean(Cluster.class).leave();

                    await().until(() -> heard.size() == 2);
                    assertThat(threads).allSatisfy(thread -> assertThat(thread).startsWith("app-"));
                });
    }

    @Test
    void eventsComeOnThreadsOfTheMemberIfTheApplicationHasNoExecutor() {
        contexts.run(context -> await().until(() -> heard.size() == 1));

        await().until(() -> heard.size() == 2);
        assertThat(threads).allSatisfy(thread -> assertThat(thread).matches("cluster-.*-handler-.*"));
    }

    @Test
    void leavingIsToldThoughTheExecutorIsPausedWithTheContext() {
        contextsWithExecutor.run(context -> {
            await().until(() -> heard.size() == 1);
            for (int i = 0; i < 3; i++) {
                context.getSourceApplicationContext().stop();
                int leftBy = 2 + 2 * i;
                await().until(() -> heard.size() == leftBy);
                assertThat(heard).last().asString().startsWith("left ");
                context.getSourceApplicationContext().start();
                int expected = 3 + 2 * i;
                await().until(() -> heard.size() == expected);
                assertThat(heard).last().asString().startsWith("joined ");
            }
        });
    }

    @Test
    void ofAMemberThatJoinedBeforeTheContextAllIsTold() {
        Cluster own = network.join(options -> {});
        Cluster other = network.joinAndMeetOne(options -> {});
        await().until(() -> own.members().size() == 1);

        contextsWithExecutor.withBean("own", Cluster.class, () -> own).run(context -> {
            Cluster late = network.join(options -> {});
            await().until(() -> heard.size() == 3);
            assertThat(heard)
                    .containsExactly(
                            "joined " + own.id().sid(),
                            "discovered " + other.id().sid() + " []",
                            "discovered " + late.id().sid() + " []");
        });
    }

    @Test
    void aListenerThatBlocksOrFailsLosesNothing() {
        CountDownLatch released = new CountDownLatch(1);
        ApplicationListener<ClusterApplicationEvent> slow = event -> {
            try {
                assertThat(released.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            if (event instanceof ClusterJoined) {
                throw new IllegalStateException("fails for a test");
            }
        };
        contextsWithExecutor.withBean("slow", Slow.class, () -> new Slow(slow)).run(context -> {
            Cluster other = network.joinAndMeetOne(options -> {});
            released.countDown();
            await().until(() -> heard.contains("discovered " + other.id().sid() + " []"));
        });
    }

    @Test
    void switchedOffThereIsNoPublisher() {
        contexts.withPropertyValues("cluster.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ClusterEventPublisher.class));
    }

    @Test
    void withSeveralMembersThereIsNoPublisher() {
        contexts.withBean("one", Cluster.class, network::create)
                .withBean("two", Cluster.class, network::create)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ClusterEventPublisher.class));
    }

    record Slow(ApplicationListener<ClusterApplicationEvent> listener)
            implements ApplicationListener<ClusterApplicationEvent>, Ordered {
        @Override
        public void onApplicationEvent(ClusterApplicationEvent event) {
            listener.onApplicationEvent(event);
        }

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }

    static class Recorder implements DisposableBean {
        private final List<String> heard;
        private final List<String> threads;
        private volatile boolean destroyed;

        Recorder(List<String> heard, List<String> threads) {
            this.heard = heard;
            this.threads = threads;
        }

        @EventListener
        void joined(ClusterJoined event) {
            hear("joined " + event.getId().sid());
        }

        @EventListener
        void left(ClusterLeft event) {
            hear("left " + event.getId().sid() + (destroyed ? " bean destroyed" : " bean alive"));
        }

        @EventListener
        void discovered(MemberDiscovered event) {
            hear("discovered " + event.getMember().sid() + " "
                    + event.getMember().tags());
        }

        @EventListener
        void tagsChanged(MemberTagsChanged event) {
            hear("tags " + event.getMember().sid() + " " + event.getPreviousTags() + " -> "
                    + event.getMember().tags());
        }

        @EventListener(condition = "#event.member.sid() != ''")
        void lost(MemberLost event) {
            hear("lost " + event.getMember().sid() + " " + event.hasLeft());
        }

        private void hear(String what) {
            threads.add(Thread.currentThread().getName());
            heard.add(what);
        }

        @Override
        public void destroy() {
            destroyed = true;
        }
    }
}
