package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.TestNetwork;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.annotation.Order;

class EventListenerConditionsTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts =
            network.contexts().withPropertyValues("test.tag=desk", "cluster.channels=7");

    @Test
    void onlyEventsOfMembersWithEachOfTheTagsAreTaken() {
        contexts.withBean(Listening.class).run(context -> {
            List<String> heard = context.getBean(Listening.class).heard;
            send(heard, "first", 0, "quotes-eu");
            send(heard, "second", 0, "desk");
            send(heard, "both", 0, "desk", "quotes-us");
            send(heard, "both", 7, "desk", "quotes-us");
            send(heard, "neither", 7, "other");

            assertThat(heard)
                    .filteredOn(line -> !line.startsWith("any"))
                    .containsExactly("both both on 0", "both both on 7", "seven both on 7");
        });
    }

    @Test
    void listenersAreCalledInTheirOrder() {
        contexts.withBean(Ordered.class).run(context -> {
            List<String> heard = context.getBean(Ordered.class).heard;
            assertThat(network.joinAndMeetOne(options -> {}).event().data("x").send())
                    .succeedsWithin(Patience.LIMIT);

            Awaitility.await().until(() -> heard.size() == 3);
            assertThat(heard).containsExactly("first", "second", "last");
        });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aListenerOnAChannelThatTheMemberIsNotOnIsWarnedOf(CapturedOutput output) {
        contexts.withBean(OnOtherChannels.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output)
                    .contains(
                            "OnOtherChannels.heard(java.lang.String)' listens on channels [8, 9], which this member is not on");
        });
    }

    /** By a member that stays until it was heard: between those of several members there is no order. */
    private void send(List<String> heard, String text, long channel, String... tags) {
        try (Cluster sender =
                network.joinAndMeetOne(options -> options.channels(7).tags(tags))) {
            assertThat(sender.event().channel(channel).data(text).send()).succeedsWithin(Patience.LIMIT);
            Awaitility.await().until(() -> heard.contains("any " + text + " on " + channel));
        }
    }

    static class OnOtherChannels {
        @ClusterEventListener(channels = {9, 0, 7, 8})
        void heard(String text) {}
    }

    static class Listening {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Order(1)
        @ClusterEventListener(tags = {"${test.tag}", "quotes-*"})
        public void both(io.clusterkit.Event event) {
            heard.add("both " + event.text() + " on " + event.channel());
        }

        @Order(2)
        @ClusterEventListener(tags = "desk", channels = 7)
        public void seven(io.clusterkit.Event event) {
            heard.add("seven " + event.text() + " on " + event.channel());
        }

        @Order(3)
        @ClusterEventListener
        public void any(io.clusterkit.Event event) {
            heard.add("any " + event.text() + " on " + event.channel());
        }
    }

    static class Ordered {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @ClusterEventListener
        public void last() {
            heard.add("last");
        }

        @Order(2)
        @ClusterEventListener
        public void second() {
            heard.add("second");
        }

        @Order(-1)
        @ClusterEventListener
        public void first() {
            heard.add("first");
        }
    }
}
