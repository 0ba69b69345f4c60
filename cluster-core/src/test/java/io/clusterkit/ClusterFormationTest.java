package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.TagEdit;
import io.clusterkit.member.Tags;
import io.clusterkit.protocol.memory.Faults;
import io.clusterkit.runtime.LogRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole members on a network in memory, on stepped time. */
class ClusterFormationTest {
    private static final Duration SETTLED = Duration.ofSeconds(3);
    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(140);

    @Test
    void fiftyMembersFindEachOtherWithinASecond() {
        SteppedCluster net = new SteppedCluster(50);
        List<Cluster> members = net.joinMany(50, options -> options.tags("worker"));
        net.advance(Duration.ofSeconds(1));

        assertThat(members).allSatisfy(member -> knowsAllOthersWell(member, members));
    }

    @Test
    void aHundredMembersOfWhomManyMissedAnnouncementsKnowAllAFewSecondsLater() {
        SteppedCluster net = new SteppedCluster(100);
        net.network.faults(new Faults(0.6, 0, Duration.ZERO, Duration.ZERO));
        List<Cluster> members = net.joinMany(100, options -> options.tags("worker"));
        net.advance(Duration.ofSeconds(2));
        assertThat(members).as("some were missed").anyMatch(member -> member.knownMembers() < 99);
        net.network.faults(Faults.NONE);
        net.advance(Duration.ofSeconds(5));

        assertThat(members).allSatisfy(member -> knowsAllOthersWell(member, members));
        long before = discoveries(members);
        net.advance(Duration.ofMinutes(10));
        assertThat(discoveries(members)).as("nobody asks any more").isEqualTo(before);
    }

    @Test
    void ofManyMembersFoundAtOnceTheFirstAreInTheLogAndTheOthersAreCounted() {
        SteppedCluster net = new SteppedCluster(7);
        Cluster one = net.join(options -> {});
        net.advance(Duration.ofSeconds(5));
        try (LogRecorder recorder = new LogRecorder(Cluster.class, Level.INFO)) {
            net.joinMany(30, options -> {});
            net.advance(Duration.ofSeconds(5));
            net.join(options -> {});
            net.advance(Duration.ofSeconds(5));

            List<String> lines = recorder.messages().stream()
                    .filter(line -> line.endsWith("(seen by " + one.id().sid() + ")"))
                    .toList();
            assertThat(lines).hasSize(Membership.FOUND_LINES + 2);
            assertThat(lines.subList(0, Membership.FOUND_LINES)).allMatch(line -> line.startsWith("member found: "));
            assertThat(lines.get(Membership.FOUND_LINES)).startsWith("members found: 27 more, now 30 ");
            assertThat(lines.get(Membership.FOUND_LINES + 1)).startsWith("member found: ");
        }
    }

    private static long discoveries(List<Cluster> members) {
        return members.stream()
                .mapToLong(member -> member.counters().getOrDefault("packets.out.c.discovery", 0L))
                .sum();
    }

    @Test
    void aMemberThatJoinsLaterKnowsAllAndIsKnownByAll() {
        SteppedCluster net = new SteppedCluster(2);
        List<Cluster> members = new ArrayList<>(net.joinMany(10, options -> {}));
        net.advance(Duration.ofMinutes(5));
        members.add(net.join(options -> options.tags("late")));
        net.advance(Duration.ofMillis(100));

        assertThat(members).allSatisfy(member -> knowsAllOthersWell(member, members));
    }

    @Test
    void changedTagsAreSeenByAllAtOnce() {
        SteppedCluster net = new SteppedCluster(3);
        List<Cluster> members = net.joinMany(10, options -> options.tags("old"));
        net.advance(SETTLED);
        List<String> heard = new ArrayList<>();
        members.get(5).addListener(new ClusterListener() {
            @Override
            public void memberTagsChanged(Member member, Tags before) {
                heard.add(before + " -> " + member.tags());
            }
        });

        members.get(0).tags(TagEdit.edit().append("a"));
        members.get(0).tags(TagEdit.edit().map("old", "new"));
        net.advance(Duration.ofMillis(5));

        for (Cluster other : members.subList(1, 10)) {
            assertThat(other.resolve("new", "a"))
                    .extracting(Member::id)
                    .containsExactly(members.get(0).id());
        }
        assertThat(heard).containsExactly("[old] -> [new, a]");
    }

    @Test
    void aMemberThatDiesSilentlyIsLostByAllSoonAfterOneCouldNotReachIt() {
        SteppedCluster net = new SteppedCluster(4);
        List<Cluster> members = net.joinMany(10, options -> {});
        net.advance(SETTLED);
        MemberId dead = members.get(0).id();
        net.network.partition(Set.of(dead));
        net.advance(Duration.ofSeconds(10));

        Cluster asker = members.get(1);
        asker.event().to(dead.sid()).data("are you there?").send().join();
        net.advance(Duration.ofSeconds(35).minusMillis(1));
        assertThat(asker.member(dead.sid())).isPresent();
        net.advance(Duration.ofMillis(1));

        for (Cluster alive : members.subList(1, 10)) {
            assertThat(alive.member(dead.sid())).isEmpty();
            assertThat(alive.members()).hasSize(8);
        }
    }

    @Test
    void aMemberThatNobodySpeaksToIsLostWhenItsTimeIsOver() {
        SteppedCluster net = new SteppedCluster(5);
        List<Cluster> members = net.joinMany(3, options -> {});
        net.advance(SETTLED);
        MemberId dead = members.get(0).id();
        net.network.partition(Set.of(dead));

        net.advance(ClusterOptions.DEFAULT_TTL.minus(LONGEST_HEARTBEAT));
        assertThat(members.get(1).member(dead.sid())).isPresent();
        net.advance(LONGEST_HEARTBEAT.multipliedBy(2));

        assertThat(members.get(1).member(dead.sid())).isEmpty();
        assertThat(members.get(1).members()).hasSize(1);
    }

    @Test
    void aHealedNetworkIsOneClusterAgain() {
        SteppedCluster net = new SteppedCluster(6);
        List<Cluster> members = net.joinMany(8, options -> options.tags("t"));
        net.advance(SETTLED);
        net.network.partition(
                Set.of(members.get(0).id(), members.get(1).id(), members.get(2).id()));
        net.advance(Duration.ofMinutes(15));
        assertThat(members.get(0).members()).hasSize(2);
        assertThat(members.get(7).members()).hasSize(4);

        net.network.partition(Set.of());
        net.advance(LONGEST_HEARTBEAT.plusSeconds(5));

        assertThat(members).allSatisfy(member -> knowsAllOthersWell(member, members));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aNetworkThatLosesDoublesAndReordersStillFormsACluster(long seed) {
        SteppedCluster net = new SteppedCluster(seed);
        net.network.faults(new Faults(0.2, 0.2, Duration.ofMillis(1), Duration.ofMillis(80)));
        List<Cluster> members = net.joinMany(20, options -> options.tags("t"));

        net.advance(LONGEST_HEARTBEAT.multipliedBy(3));
        assertThat(members).allSatisfy(member -> knowsAllOthersWell(member, members));
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        List<String> history = history(77);

        assertThat(history).hasSizeGreaterThan(150).isEqualTo(history(77)).isNotEqualTo(history(78));
    }

    @Test
    void membersOnTwoHostsFindEachOtherIfTheyMay() {
        SteppedCluster net = new SteppedCluster(8);
        Cluster here = net.join(options -> options.remote(1));
        Cluster there = net.join(net.network.host(), options -> options.remote(1));
        Cluster alone = net.join(net.network.host(), options -> {});
        net.advance(Duration.ofSeconds(1));

        assertThat(here.members()).extracting(Member::id).contains(there.id());
        assertThat(here.resolve("localhost")).isEmpty();
        assertThat(there.members()).extracting(Member::local).containsOnly(false);
        assertThat(alone.members()).isEmpty();
    }

    /** Members come, change, are cut off, leave, on a bad network; all that listeners are told, with its time. */
    private static List<String> history(long seed) {
        SteppedCluster net = new SteppedCluster(seed);
        List<String> history = new ArrayList<>();
        net.network.faults(new Faults(0.2, 0.1, Duration.ZERO, Duration.ofMillis(50)));
        List<Cluster> members = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name = "member " + i;
            members.add(net.join(options -> options.tags(name).listener(recorder(net, name, history))));
        }
        net.advance(Duration.ofMinutes(1));
        for (Cluster member : members) {
            member.tags(TagEdit.edit().append("x" + net.runtime.random().nextInt(100)));
            net.advance(Duration.ofMillis(net.runtime.random().nextInt(500)));
        }
        net.network.partition(Set.of(members.get(3).id(), members.get(4).id()));
        members.get(0).event().data("who is there?").send().join();
        net.advance(Duration.ofMinutes(2));
        net.network.partition(Set.of());
        members.get(7).close();
        net.advance(Duration.ofMinutes(5));
        members.forEach(member -> history.add(member.id() + " counted " + member.counters()));
        return history;
    }

    private static ClusterListener recorder(SteppedCluster net, String name, List<String> history) {
        return new ClusterListener() {
            @Override
            public void memberDiscovered(Member member) {
                note("found " + member);
            }

            @Override
            public void memberTagsChanged(Member member, Tags before) {
                note("changed " + before + " to " + member);
            }

            @Override
            public void memberLost(Member member) {
                note("lost " + member);
            }

            private void note(String what) {
                history.add(net.runtime.nanoTime() + " " + name + " " + what);
            }
        };
    }

    private static void knowsAllOthersWell(Cluster member, List<Cluster> all) {
        assertThat(member.members()).hasSize(all.size() - 1).doesNotHaveDuplicates();
        for (Cluster other : all) {
            if (other != member) {
                assertThat(member.member(other.id().uuid())).hasValueSatisfying(known -> {
                    assertThat(known.tags()).isEqualTo(other.tags());
                    assertThat(known.props("t")).containsKey("port");
                });
            }
        }
    }
}
