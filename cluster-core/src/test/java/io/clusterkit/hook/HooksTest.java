package io.clusterkit.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.clusterkit.member.Member;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.LogRecorder;
import io.clusterkit.runtime.SteppedRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HooksTest {
    private final SteppedRuntime time = new SteppedRuntime(1);
    private final Counters counters = new Counters();
    private final Hooks hooks = new Hooks(time, counters);
    private final Packet packet = Packet.builder().data("").build();

    @Test
    void withoutHooksThePacketPassesUnchanged() {
        assertThat(run(HookPoint.SEND)).isSameAs(packet);
        assertThat(hooks.has(HookPoint.SEND)).isFalse();
        assertThat(hooks.any(Set.of(HookPoint.values()))).isFalse();
    }

    @Test
    void lowerOnesRunFirstAndEqualOnesInTheOrderTheyWereAdded() {
        append(HookPoint.SEND, 5, "d");
        append(HookPoint.SEND, 0, "b");
        append(HookPoint.SEND, -1, "a");
        append(HookPoint.SEND, 0, "c");

        assertThat(dataOf(run(HookPoint.SEND))).isEqualTo("abcd");
    }

    @Test
    void aHookIsCalledAtItsPointOnly() {
        append(HookPoint.SEND, 0, "x");

        assertThat(run(HookPoint.RECEIVE)).isSameAs(packet);
        assertThat(hooks.any(Set.of(HookPoint.RECEIVE, HookPoint.SEND))).isTrue();
        assertThat(hooks.any(Set.of(HookPoint.RECEIVE))).isFalse();
    }

    @Test
    void aRemovedHookIsNotCalledAndTheSameOneAddedTwiceIsRemovedOnce() {
        PacketHook hook = (passing, context) ->
                passing.toBuilder().data(passing.data() + "x").build();
        Runnable first = hooks.add(HookPoint.SEND, HookScope.EVERYWHERE, 0, hook);
        hooks.add(HookPoint.SEND, HookScope.EVERYWHERE, 0, hook);

        first.run();
        first.run();

        assertThat(dataOf(run(HookPoint.SEND))).isEqualTo("x");
    }

    @Test
    void aScopeLimitsAHookToChannelsAndProtocols() {
        List<String> seen = new ArrayList<>();
        record(HookScope.channels(7L), "channel 7", seen);
        record(new HookScope(Set.of(), Set.of("t")), "by t", seen);
        record(new HookScope(Set.of(7L), Set.of("t")), "both", seen);
        record(HookScope.EVERYWHERE, "all", seen);

        hooks.run(packet, new HookContext(HookPoint.RECEIVE, 7, "c", null));
        assertThat(seen).containsExactly("channel 7", "all");
        seen.clear();
        hooks.run(packet, new HookContext(HookPoint.RECEIVE, 0, "t", null));
        assertThat(seen).containsExactly("by t", "all");
        seen.clear();
        hooks.run(packet, new HookContext(HookPoint.RECEIVE, 7, "t", null));
        assertThat(seen).containsExactly("channel 7", "by t", "both", "all");
        seen.clear();
        hooks.run(packet, new HookContext(HookPoint.RECEIVE, 7, null, null));
        assertThat(seen).as("protocol not settled").containsExactly("channel 7", "all");
    }

    @Test
    void aCancelledPacketIsCountedAndNotLoggedAndLaterHooksDoNotSeeIt() {
        List<String> seen = new ArrayList<>();
        hooks.add(HookPoint.SEND, HookScope.EVERYWHERE, 0, (passing, context) -> {
            throw new CancelPacketException("enough");
        });
        hooks.add(HookPoint.SEND, HookScope.EVERYWHERE, 1, (passing, context) -> {
            seen.add("late");
            return passing;
        });

        try (LogRecorder recorder = new LogRecorder(Hooks.class)) {
            assertThat(run(HookPoint.SEND)).isNull();
            assertThat(recorder.messages()).isEmpty();
        }
        assertThat(seen).isEmpty();
        assertThat(counters.get("hooks.cancelled")).isOne();
        assertThatExceptionOfType(CancelPacketException.class)
                .isThrownBy(() -> hooks.runOrThrow(packet, context(HookPoint.SEND)))
                .withMessage("enough");
    }

    @Test
    void aHookThatFailsStopsItsPacketAndIsLoggedOncePerInterval() {
        hooks.add(HookPoint.SEND, HookScope.EVERYWHERE, 0, (passing, context) -> {
            throw new IOException("broken");
        });
        try (LogRecorder recorder = new LogRecorder(Hooks.class)) {
            for (int i = 0; i < 5; i++) {
                assertThat(run(HookPoint.SEND)).isNull();
            }
            time.advance(Duration.ofSeconds(10).minusNanos(1));
            run(HookPoint.SEND);
            assertThat(recorder.messages()).hasSize(1);
            time.advance(Duration.ofNanos(1));
            run(HookPoint.SEND);
            assertThat(recorder.messages()).hasSize(2);
            assertThat(recorder.messages().get(1)).contains("SEND", "and 5 more");
        }
        assertThat(counters.get("hooks.cancelled")).isEqualTo(7);
    }

    @Test
    void memberHooksSeeTheMemberEachAndInOrderThoughOneFails() {
        List<String> seen = new ArrayList<>();
        hooks.add(HookPoint.MEMBER_LOST, 2, (member, context) -> seen.add("second " + member.sid()));
        hooks.add(HookPoint.MEMBER_LOST, 1, (member, context) -> {
            seen.add("first " + context.point());
            throw new IOException("broken");
        });
        Member member = TestMembers.member("s1");

        try (LogRecorder recorder = new LogRecorder(Hooks.class)) {
            hooks.tell(member, HookPoint.MEMBER_LOST);
            hooks.tell(member, HookPoint.MEMBER_DISCOVERED);
            assertThat(recorder.messages()).singleElement().asString().contains("MEMBER_LOST", member.uuid());
        }
        assertThat(seen).containsExactly("first MEMBER_LOST", "second s1");
        assertThat(counters.get("hooks.failed")).isOne();
    }

    static Stream<HookPoint> pointsForPackets() {
        return Arrays.stream(HookPoint.values()).filter(point -> point.kind() == HookPoint.Kind.PACKET);
    }

    @ParameterizedTest
    @MethodSource("pointsForPackets")
    void protocolsAreRefusedAtAPointWhereNoneIsSettled(HookPoint point) {
        HookScope byTcp = new HookScope(Set.of(), Set.of("t"));

        if (point.isProtocolSettled()) {
            hooks.add(point, byTcp, 0, (passing, context) -> passing);
            assertThat(hooks.has(point)).isTrue();
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> hooks.add(point, byTcp, 0, (passing, context) -> passing))
                    .withMessage(
                            "a hook at " + point + " can't be for the protocols [t]: none is settled there; it is at"
                                    + " RECEIVE, CHANNEL_RECEIVE, PROTOCOL_RECEIVE, PROTOCOL_SEND, QUERY, MEMBER_EVALUATE,"
                                    + " MEMBER_VALIDATE");
            assertThat(hooks.has(point)).isFalse();
        }
    }

    @Test
    void aHookOfTheWrongKindIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hooks.add(HookPoint.SEND, 0, (member, context) -> {}))
                .withMessage("a hook at SEND gets a packet, not a member");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> hooks.add(HookPoint.MEMBER_LOST, HookScope.EVERYWHERE, 0, (passing, context) -> passing))
                .withMessage("a hook at MEMBER_LOST gets a member, not a packet");
    }

    private void append(HookPoint point, int order, String text) {
        hooks.add(point, HookScope.EVERYWHERE, order, (passing, context) -> passing.toBuilder()
                .data(passing.data() + text)
                .build());
    }

    private void record(HookScope scope, String name, List<String> seen) {
        hooks.add(HookPoint.RECEIVE, scope, 0, (passing, context) -> {
            seen.add(name);
            return passing;
        });
    }

    private @Nullable Packet run(HookPoint point) {
        return hooks.run(packet, context(point));
    }

    private static HookContext context(HookPoint point) {
        return new HookContext(point, 0, null, null);
    }

    private static @Nullable String dataOf(@Nullable Packet packet) {
        return packet == null ? null : packet.data();
    }
}
