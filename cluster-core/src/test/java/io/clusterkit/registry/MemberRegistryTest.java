package io.clusterkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import io.clusterkit.member.TestMembers;
import io.clusterkit.runtime.SteppedRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemberRegistryTest {
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Duration TICK = Duration.ofNanos(1);
    private static final long FRESH = Duration.ofSeconds(3).toNanos();
    private static final long WITHIN = Duration.ofSeconds(30).toNanos();
    private static final MemberId A = TestMembers.id("a");

    private final SteppedRuntime time = new SteppedRuntime(1);
    private final MemberRegistry registry = new MemberRegistry(time, TTL.toNanos());

    @Test
    void theFirstObservationMakesAMember() {
        MemberRegistry.Change change = registry.observe(seen("10.0.0.1", true, Tags.of("x"), null));

        assertThat(change.isNew()).isTrue();
        assertThat(change.tagsBefore()).isEqualTo(Tags.none());
        assertThat(registry.snapshot().get(A)).isEqualTo(change.member());
        assertThat(registry.snapshot().find("a")).isEqualTo(change.member());
        assertThat(registry.observe(seen("10.0.0.1", true, null, null)).isNew()).isFalse();
    }

    @Test
    void thereIsRoomForSoManyMembersAndForThoseThatAreKnown() {
        MemberRegistry small = new MemberRegistry(time, TTL.toNanos(), 1);
        assertThat(small.hasNoRoomFor(A)).isFalse();

        small.observe(seen("10.0.0.1", true, null, null));

        assertThat(small.hasNoRoomFor(A)).isFalse();
        assertThat(small.hasNoRoomFor(TestMembers.id("b"))).isTrue();
        small.remove(A);
        assertThat(small.hasNoRoomFor(TestMembers.id("b"))).isFalse();
    }

    @Test
    void absentTagsStayAndNewOnesReplace() {
        registry.observe(seen("x", true, Tags.of("one"), null));
        assertThat(registry.observe(seen("x", true, null, null)).tagsChanged()).isFalse();

        MemberRegistry.Change change = registry.observe(seen("x", true, Tags.none(), null));

        assertThat(change.tagsBefore()).isEqualTo(Tags.of("one"));
        assertThat(change.member().tags()).isEqualTo(Tags.none());
    }

    @Test
    void propertiesAreMergedByProtocol() {
        registry.observe(props(false, Map.of("t", Map.of("port", "1", "x", "y"), "u", Map.of("path", "p"))));

        Member member =
                registry.observe(props(false, Map.of("t", Map.of("port", "2")))).member();

        assertThat(member.protocolProps()).isEqualTo(Map.of("t", Map.of("port", "2"), "u", Map.of("path", "p")));
    }

    @Test
    void aFlushReplacesAllProperties() {
        registry.observe(props(false, Map.of("t", Map.of("port", "1"), "u", Map.of("path", "p"))));

        Member member =
                registry.observe(props(true, Map.of("u", Map.of("path", "q")))).member();

        assertThat(member.protocolProps()).isEqualTo(Map.of("u", Map.of("path", "q")));
    }

    @Test
    void onlyMulticastChangesTheAddress() {
        registry.observe(seen("127.0.0.1", false, null, null));

        assertThat(registry.observe(seen("10.0.0.9", false, null, null))
                        .member()
                        .address())
                .isEqualTo("127.0.0.1");
        assertThat(registry.observe(seen("10.0.0.9", true, null, null)).member().address())
                .isEqualTo("10.0.0.9");
    }

    @Test
    void aMemberLivesForItsTimeAndIsExpiredBehindIt() {
        registry.observe(seen("x", true, null, null));

        time.advance(TTL.minus(TICK));
        assertThat(registry.sweep()).isEmpty();
        time.advance(TICK);
        assertThat(registry.sweep()).isEmpty();
        time.advance(TICK);
        assertThat(registry.sweep()).extracting(Member::id).containsExactly(A);
        assertThat(registry.snapshot().get(A)).as("stays until it is removed").isNotNull();
    }

    @Test
    void aSignOfLifeProlongsIt() {
        registry.observe(seen("x", true, null, null));
        time.advance(TTL);
        registry.heard(A);
        time.advance(TTL);

        assertThat(registry.sweep()).isEmpty();
        time.advance(TICK);
        assertThat(registry.sweep()).hasSize(1);
    }

    @Test
    void aMemberHeardAMomentAgoIsNotSuspected() {
        registry.observe(seen("x", true, null, null));

        time.advance(Duration.ofNanos(FRESH).minus(TICK));
        assertThat(registry.suspect(A, FRESH, WITHIN)).isFalse();
        time.advance(TICK);
        assertThat(registry.suspect(A, FRESH, WITHIN)).isTrue();
        assertThat(registry.suspect(A, FRESH, WITHIN)).as("no news").isFalse();
        assertThat(registry.suspect(TestMembers.id("unknown"), FRESH, WITHIN)).isFalse();
        assertThat(stateOfA()).isEqualTo(MemberState.SUSPECT);
    }

    @Test
    void aSuspectLivesOnlyAsLongAsIsAllowed() {
        suspectA();

        time.advance(Duration.ofNanos(WITHIN));
        assertThat(registry.sweep()).isEmpty();
        time.advance(TICK);
        assertThat(registry.sweep()).singleElement().satisfies(member -> {
            assertThat(member.state()).isEqualTo(MemberState.SUSPECT);
        });
    }

    @Test
    void aSuspectThatIsObservedIsAliveAtOnce() {
        suspectA();

        assertThat(registry.observe(seen("x", true, null, null)).member().state())
                .isEqualTo(MemberState.ALIVE);
        time.advance(TTL);
        assertThat(registry.sweep()).isEmpty();
    }

    @Test
    void aSuspectThatIsHeardIsAliveAtTheNextSweepAndMayBeSuspectedAgain() {
        suspectA();
        time.advance(Duration.ofSeconds(1));
        registry.heard(A);
        time.advance(Duration.ofNanos(WITHIN));

        assertThat(registry.sweep()).isEmpty();
        assertThat(stateOfA()).isEqualTo(MemberState.ALIVE);
        assertThat(registry.suspect(A, FRESH, WITHIN)).isTrue();
    }

    @Test
    void suspicionDoesNotChangeWhenAMemberWasLastHeard() {
        Instant heard = time.instant();
        suspectA();
        time.advance(Duration.ofSeconds(40));

        Member last = registry.remove(A);

        assertThat(last).isNotNull().extracting(Member::lastSeen).isEqualTo(heard);
        assertThat(registry.snapshot().size()).isZero();
        assertThat(registry.remove(A)).isNull();
    }

    @Test
    void thePictureOfAQuietMemberStaysTheSame() {
        Member first = registry.observe(seen("x", true, Tags.of("t"), null)).member();
        RegistrySnapshot snapshot = registry.snapshot();
        time.advance(Duration.ofSeconds(5));

        assertThat(registry.observe(seen("x", true, Tags.of("t"), null)).member())
                .isSameAs(first);
        assertThat(registry.snapshot()).isSameAs(snapshot);
        assertThat(registry.lastSeen(first).lastSeen()).isEqualTo(time.instant());
    }

    private void suspectA() {
        registry.observe(seen("x", true, null, null));
        time.advance(Duration.ofSeconds(10));
        assertThat(registry.suspect(A, FRESH, WITHIN)).isTrue();
    }

    private @Nullable MemberState stateOfA() {
        Member member = registry.snapshot().get(A);
        return member == null ? null : member.state();
    }

    private static Observation props(boolean replaces, Map<String, Map<String, String>> props) {
        return new Observation(A, "x", true, true, List.of("t", "c"), null, props, replaces);
    }

    private static Observation seen(
            String address,
            boolean byBroadcast,
            @Nullable Tags tags,
            @Nullable Map<String, Map<String, String>> props) {
        return new Observation(A, address, true, byBroadcast, List.of("t", "c"), tags, props, false);
    }
}
