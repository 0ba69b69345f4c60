package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.hook.CancelPacketException;
import io.clusterkit.hook.HookContext;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import io.clusterkit.member.TagEdit;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.query.QueryOutcome;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Annotated methods at each hook point there is. */
class HookPointsTest {
    private static final long CHANNEL = 7;
    private static final String STOPPED = "stopped";

    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final List<String> heardByOther = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner contexts =
            network.contexts().withPropertyValues("cluster.channels=" + CHANNEL, "cluster.tags=hooked");

    @ParameterizedTest
    @ValueSource(classes = {Changing.class, Watching.class})
    void theseTestsKnowEachPoint(Class<?> hooks) {
        Set<HookPoint> known = Arrays.stream(hooks.getDeclaredMethods())
                .map(method -> method.getAnnotation(ClusterHook.class))
                .filter(annotation -> annotation != null)
                .map(ClusterHook::point)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(HookPoint.class)));
        assertThat(known)
                .containsExactlyElementsOf(
                        hooks == Changing.class ? pointsForPackets().toList() : List.of(HookPoint.values()));
    }

    static Stream<HookPoint> pointsForPackets() {
        return Arrays.stream(HookPoint.values()).filter(HookPointsTest::isForPackets);
    }

    @ParameterizedTest
    @EnumSource
    void aMethodSeesWhatPassesItsPoint(HookPoint point) {
        contexts.withUserConfiguration(Watching.class, Hearing.class).run(context -> {
            Cluster other = joinOther(context);
            List<String> seen = context.getBean(Watching.class).seen;
            String sid = point == HookPoint.BROADCAST ? null : other.id().sid();

            happen(point, context, other, "something");

            boolean settled = point.isProtocolSettled();
            await().untilAsserted(() -> assertThat(seen)
                    .contains("%s of %s, protocol %s: %s"
                            .formatted(point, sid, settled, isForPackets(point) ? "something on " + CHANNEL : null)));
        });
    }

    @ParameterizedTest
    @MethodSource("pointsForPackets")
    void aMethodMayChangeWhatPassesItsPoint(HookPoint point) {
        contexts.withUserConfiguration(Changing.class, Hearing.class).run(context -> {
            Cluster other = joinOther(context);
            context.getBean(Changing.class).at = point;

            happen(point, context, other, "something");

            await().untilAsserted(() -> assertThat(heard(context)).containsExactly("something, changed at " + point));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aMethodThatThrowsStopsAPacketAndDoesNotHinderOtherMethodsForMembers(HookPoint point) {
        contexts.withUserConfiguration(Changing.class, Throwing.class, Watching.class, Hearing.class)
                .run(context -> {
                    Cluster other = joinOther(context);
                    context.getBean(Changing.class).at = point;

                    happen(point, context, other, STOPPED);
                    happen(point, context, other, "something");

                    if (isForPackets(point)) {
                        await().untilAsserted(() ->
                                assertThat(heard(context)).containsExactly("something, changed at " + point));
                    } else {
                        await().untilAsserted(() -> assertThat(context.getBean(Watching.class).seen)
                                .anyMatch(each -> each.startsWith(point + " of ")));
                        await().until(() -> context.getBean(Cluster.class).counter("hooks.failed") > 0);
                    }
                });
    }

    @Test
    void aMemberWhosePacketsAreStoppedWhenItIsEvaluatedIsNotDiscovered() {
        contexts.withUserConfiguration(Doorman.class).run(context -> {
            Cluster hooked = context.getBean(Cluster.class);
            Doorman doorman = context.getBean(Doorman.class);
            Cluster other = network.join(options -> {});
            await().until(() -> doorman.turnedAway.contains(other.id().sid()));
            other.heartbeat();
            await().until(() -> doorman.turnedAway.size() > 1);
            assertThat(hooked.members()).isEmpty();

            doorman.open = true;
            other.heartbeat();
            await().until(() -> hooked.member(other.id().sid()).isPresent());
        });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aHookForAProtocolThatTheMemberHasNotIsWarnedOf(CapturedOutput output) {
        contexts.withUserConfiguration(ForOtherProtocol.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output)
                    .contains("is for protocols [x], which this member has not", "cluster.protocols are [u, t, c]");
        });
    }

    static class ForOtherProtocol {
        @ClusterHook(
                point = HookPoint.RECEIVE,
                protocols = {"t", "x"})
        void hooked() {}
    }

    /** Another member; both know each other, and it notes what it hears. */
    private Cluster joinOther(AssertableApplicationContext context) {
        Cluster hooked = context.getBean(Cluster.class);
        Cluster other = network.joinAndMeetOne(
                options -> options.tags("other").channels(CHANNEL).onEvent(event -> heardByOther.add(event.text())));
        await().until(() -> hooked.resolve("other").size() == 1);
        return other;
    }

    /** What the other side of a point heard: the other member what this one sent, or the other way round. */
    private List<String> heard(AssertableApplicationContext context) {
        return heardByOther.isEmpty() ? context.getBean(Hearing.class).heard : heardByOther;
    }

    private void happen(HookPoint point, AssertableApplicationContext context, Cluster other, String text)
            throws InterruptedException {
        Cluster hooked = context.getBean(Cluster.class);
        boolean stops = text.equals(STOPPED);
        // No default: a new point does not compile without a case.
        boolean happened =
                switch (point) {
                    case SEND, CHANNEL_SEND, PROTOCOL_SEND -> event(hooked, text, false) == !stops;
                    case BROADCAST -> event(hooked, text, true) == !stops;
                    case RECEIVE, CHANNEL_RECEIVE, PROTOCOL_RECEIVE, MEMBER_EVALUATE, MEMBER_VALIDATE, EVENT ->
                        event(other, text, false);
                    case QUERY -> {
                        List<QueryOutcome> outcomes = other.query("hear")
                                .channel(CHANNEL)
                                .data(text)
                                .ask()
                                .await()
                                .outcomes();
                        assertThat(outcomes)
                                .singleElement()
                                .extracting(QueryOutcome::error)
                                .isEqualTo(stops ? "not this one" : null);
                        yield true;
                    }
                    case MEMBER_DISCOVERED -> true; // it happened when the other one joined
                    case MEMBER_LOST -> {
                        other.close();
                        yield true;
                    }
                    case TAGS_CHANGED -> {
                        other.tags(TagEdit.edit().append(text));
                        yield true;
                    }
                };
        assertThat(happened).isTrue();
    }

    private static boolean event(Cluster from, String text, boolean broadcast) {
        return from.event()
                .channel(CHANNEL)
                .data(text)
                .broadcast(broadcast)
                .send()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join()
                .isAllSent();
    }

    private static boolean isForPackets(HookPoint point) {
        return point.kind() == HookPoint.Kind.PACKET;
    }

    static class Hearing {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @ClusterEventListener
        void event(String text) {
            heard.add(text);
        }

        @QueryHandler("hear")
        void query(String text) {
            heard.add(text);
        }
    }

    /** At one point changes the packets of these tests, or stops them. */
    static class Changing {
        volatile @Nullable HookPoint at;

        @ClusterHook(point = HookPoint.RECEIVE)
        Packet receive(Packet packet, HookContext context) {
            return change(packet, context);
        }

        @ClusterHook(point = HookPoint.SEND)
        Packet send(Packet packet, HookContext context) {
            return change(packet, context);
        }

        @ClusterHook(point = HookPoint.CHANNEL_RECEIVE)
        Packet channelReceive(Packet packet, HookContext context) {
            return change(packet, context);
        }

        @ClusterHook(point = HookPoint.CHANNEL_SEND)
        Packet channelSend(Packet packet, HookContext context) {
            return change(packet, context);
        }

        @ClusterHook(point = HookPoint.PROTOCOL_RECEIVE)
        Packet protocolReceive(Packet packet, HookContext context) {
            return change(packet, context);
        }

        @ClusterHook(point = HookPoint.PROTOCOL_SEND)
        Packet protocolSend(Packet packet, HookContext context) {
            return change(packet, context);
        }

        @ClusterHook(point = HookPoint.BROADCAST)
        Packet broadcast(Packet packet, HookContext context) {
            return change(packet, context);
        }

        @ClusterHook(point = HookPoint.EVENT)
        Packet event(Packet packet, HookContext context) {
            return change(packet, context);
        }

        @ClusterHook(point = HookPoint.QUERY)
        Packet query(Packet packet, HookContext context) {
            return change(packet, context);
        }

        @ClusterHook(point = HookPoint.MEMBER_EVALUATE)
        Packet memberEvaluate(Packet packet, HookContext context) {
            return change(packet, context);
        }

        @ClusterHook(point = HookPoint.MEMBER_VALIDATE)
        Packet memberValidate(Packet packet, HookContext context) {
            return change(packet, context);
        }

        private Packet change(Packet packet, HookContext context) {
            if (context.point() != at || !packet.has(Field.DATA)) {
                return packet;
            }
            if (STOPPED.equals(packet.data())) {
                throw new CancelPacketException("not this one");
            }
            return packet.toBuilder()
                    .data(packet.data() + ", changed at " + context.point())
                    .build();
        }
    }

    /** At the points for members. */
    static class Throwing {
        @ClusterHook(point = HookPoint.MEMBER_DISCOVERED, order = -1)
        void discovered() {
            throw new IllegalStateException("not found");
        }

        @ClusterHook(point = HookPoint.MEMBER_LOST, order = -1)
        void lost() {
            throw new IllegalStateException("not lost");
        }

        @ClusterHook(point = HookPoint.TAGS_CHANGED, order = -1)
        void changed() {
            throw new IllegalStateException("not changed");
        }
    }

    /** Notes what it is given, and leaves it as it is. */
    static class Watching {
        final List<String> seen = new CopyOnWriteArrayList<>();

        @ClusterHook(point = HookPoint.RECEIVE)
        void receive(HookContext context, Packet packet, Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.SEND)
        void send(HookContext context, Packet packet, @Nullable Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.CHANNEL_RECEIVE)
        void channelReceive(HookContext context, Packet packet, Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.CHANNEL_SEND)
        void channelSend(HookContext context, Packet packet, @Nullable Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.PROTOCOL_RECEIVE)
        void protocolReceive(HookContext context, Packet packet, Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.PROTOCOL_SEND)
        void protocolSend(HookContext context, Packet packet, @Nullable Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.BROADCAST)
        void broadcast(HookContext context, Packet packet, @Nullable Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.EVENT)
        void event(HookContext context, Packet packet, Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.QUERY)
        void query(HookContext context, Packet packet, Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.MEMBER_EVALUATE)
        void memberEvaluate(HookContext context, Packet packet, Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.MEMBER_VALIDATE)
        void memberValidate(HookContext context, Packet packet, Member member) {
            see(context, packet, member);
        }

        @ClusterHook(point = HookPoint.MEMBER_DISCOVERED)
        void memberDiscovered(HookContext context, Member member) {
            see(context, null, member);
        }

        @ClusterHook(point = HookPoint.MEMBER_LOST)
        void memberLost(HookContext context, Member member) {
            see(context, null, member);
        }

        @ClusterHook(point = HookPoint.TAGS_CHANGED)
        void tagsChanged(HookContext context, Member member) {
            see(context, null, member);
        }

        private void see(HookContext context, @Nullable Packet packet, @Nullable Member member) {
            assertThat(context.member()).isEqualTo(member);
            seen.add("%s of %s, protocol %s: %s"
                    .formatted(
                            context.point(),
                            member == null ? null : member.sid(),
                            context.protocol() != null,
                            packet == null ? null : packet.data() + " on " + context.channel()));
        }
    }

    static class Doorman {
        final List<String> turnedAway = new CopyOnWriteArrayList<>();
        volatile boolean open;

        @ClusterHook(point = HookPoint.MEMBER_EVALUATE)
        void evaluate(Member from) {
            if (!open) {
                turnedAway.add(from.sid());
                throw new CancelPacketException("closed");
            }
        }
    }
}
