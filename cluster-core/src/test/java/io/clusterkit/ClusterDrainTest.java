package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.HookScope;
import io.clusterkit.member.Member;
import io.clusterkit.member.TagEdit;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.memory.Faults;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryOutcome.Status;
import io.clusterkit.registry.Resolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A member that takes no new work before it leaves. */
class ClusterDrainTest {
    private static final Duration TICK = Duration.ofMillis(10);

    private final SteppedCluster net = new SteppedCluster(1);
    private final Cluster one = net.join(options -> options.tags("one"));
    private final Cluster two = net.join(options -> options.tags("work"));
    private final Cluster three = net.join(options -> options.tags("work"));

    ClusterDrainTest() {
        net.advance(Duration.ofSeconds(3));
    }

    @Test
    void noResolverMeansItAnyMore() {
        two.drain();
        net.advance(TICK);

        assertThat(two.isDraining()).isTrue();
        assertThat(sids(one.resolve("work"))).containsExactly(three.id().sid());
        assertThat(sids(one.resolve())).containsExactly(three.id().sid());
        assertThat(sids(one.resolve(Resolver.all().not("one"))))
                .containsExactly(three.id().sid());
        assertThat(one.resolve(two.id().sid())).isEmpty();
        assertThat(sids(asked(one.query().ask()))).containsExactly(three.id().sid());
        assertThat(sids(asked(one.query().to("work").ask())))
                .containsExactly(three.id().sid());
        assertThat(one.event().send().join().outcomes())
                .extracting(outcome -> outcome.member().id())
                .containsExactly(three.id());
    }

    @Test
    void itStaysKnownAndAnswersWhoStillAsksIt() {
        two.onQuery("q", query -> Payload.of("still here"));
        two.drain();
        net.advance(TICK);

        assertThat(one.members()).extracting(Member::id).contains(two.id());
        Member draining = one.member(two.id().sid()).orElseThrow();
        assertThat(draining.isDraining()).isTrue();
        assertThat(draining.tags()).containsExactly("work");
        Query query = one.query("q").to(draining).ask();
        net.advance(TICK);
        assertThat(query.outcomes()).extracting(QueryOutcome::text).containsExactly("still here");
    }

    @Test
    void whatWasAskedBeforeIsAnsweredAndOnlyThenIsItDone() {
        CompletableFuture<Payload> answer = new CompletableFuture<>();
        two.onQueryAsync("slow", query -> answer);
        Query query =
                one.query("slow").to(one.member(two.id().sid()).orElseThrow()).ask();
        net.advance(TICK);

        two.drain();
        CompletableFuture<Void> drained = two.drained();
        net.advance(Duration.ofSeconds(2));
        assertThat(drained).isNotDone();

        answer.complete(Payload.of("at last"));
        net.advance(Drain.QUIET.minusMillis(10));
        assertThat(drained).isNotDone();
        net.advance(TICK.multipliedBy(2));
        assertThat(drained).isCompleted();
        assertThat(query.outcomes()).extracting(QueryOutcome::text).containsExactly("at last");
    }

    @Test
    void whateverBecomesOfAQueryItIsNotWaitedForTwice() {
        two.onQuery("throws", query -> {
            throw new IllegalStateException("expected");
        });
        two.onQueryAsync("fails", query -> CompletableFuture.failedFuture(new IllegalStateException("expected")));
        two.hook(HookPoint.QUERY, HookScope.EVERYWHERE, 0, (packet, context) -> {
            if ("stopped".equals(packet.op())) {
                throw new IllegalStateException("expected");
            }
            return packet;
        });
        List<Query> queries = new ArrayList<>();
        for (String name : List.of("throws", "fails", "stopped", "absent")) {
            queries.add(one.query(name).to("work").ask());
        }
        net.advance(TICK);

        two.drain();
        CompletableFuture<Void> drained = two.drained();
        net.advance(Drain.QUIET.plus(TICK));
        assertThat(drained).isCompleted();
        assertThat(queries)
                .flatExtracting(Query::outcomes)
                .extracting(QueryOutcome::status)
                .containsOnly(Status.FAILED);
    }

    @Test
    void whatArrivesMeanwhileIsWaitedForToo() {
        two.onQuery("q", query -> Payload.empty());
        Member target = one.member(two.id().sid()).orElseThrow();
        two.drain();
        CompletableFuture<Void> drained = two.drained();
        for (int i = 0; i < 5; i++) {
            net.advance(Drain.QUIET.minus(TICK));
            one.query("q").to(target).ask();
            net.advance(Duration.ZERO);
        }
        assertThat(drained).isNotDone();
        net.advance(Drain.QUIET.plus(TICK));
        assertThat(drained).isCompleted();
    }

    @Test
    void itsOwnOpenQueriesAreWaitedFor() {
        one.onQueryAsync("slow", query -> new CompletableFuture<>());
        Query query = two.query("slow").to("one").timeout(Duration.ofSeconds(1)).ask();
        net.advance(TICK);
        two.drain();
        CompletableFuture<Void> drained = two.drained();
        net.advance(Duration.ofMillis(900));
        assertThat(drained).isNotDone();
        net.advance(Duration.ofMillis(200));
        assertThat(query.isDone()).isTrue();
        assertThat(drained).isCompleted();
    }

    @Test
    void leavingEndsTheDrainAndAnewItIsInService() {
        two.onQueryAsync("slow", query -> new CompletableFuture<>());
        one.query("slow").to("work").ask();
        net.advance(TICK);
        two.drain();
        CompletableFuture<Void> drained = two.drained();
        net.advance(TICK);
        assertThat(two.tags().asList()).containsExactly("work");

        two.close();
        assertThat(drained).isCompleted();
        assertThat(two.isDraining()).isFalse();
        assertThat(two.drained()).as("of one that is not there").isCompleted();

        two.start();
        net.advance(Duration.ofSeconds(3));
        assertThat(two.isDraining()).isFalse();
        assertThat(sids(one.resolve("work"))).contains(two.id().sid());
    }

    @Test
    void aMemberThatJoinsLaterDoesNotMeanItEither() {
        two.drain();
        net.advance(Duration.ofSeconds(3));
        Cluster late = net.join(options -> {});
        net.advance(Duration.ofSeconds(3));

        assertThat(late.member(two.id().sid()))
                .hasValueSatisfying(member -> assertThat(member.isDraining()).isTrue());
        assertThat(sids(late.resolve()))
                .containsExactlyInAnyOrder(one.id().sid(), three.id().sid());
    }

    @Test
    void whoIsToldOfItsLeavingLearnsWhatItWas() {
        List<Tags> draining = new ArrayList<>();
        List<Tags> lost = new ArrayList<>();
        List<Tags> changed = new ArrayList<>();
        one.addListener(new ClusterListener() {
            @Override
            public void memberDraining(Member member) {
                draining.add(member.tags());
            }

            @Override
            public void memberLost(Member member) {
                lost.add(member.tags());
            }

            @Override
            public void memberTagsChanged(Member member, Tags before) {
                changed.add(before);
            }
        });
        two.drain();
        net.advance(TICK);
        two.leave();
        net.advance(TICK);
        assertThat(draining).extracting(Tags::asList).containsExactly(List.of("work"));
        assertThat(lost).extracting(Tags::asList).containsExactly(List.of("work"));
        assertThat(changed).isEmpty();
    }

    @Test
    void tagsThatAreChangedMeanwhileAreKeptAndNotTold() {
        two.drain();
        two.tags(TagEdit.edit().append("more"));
        net.advance(TICK);
        assertThat(one.member(two.id().sid()))
                .hasValueSatisfying(member -> assertThat(member.tags()).containsExactly("work"));
        assertThat(two.tags().asList()).containsExactly("work", "more");
    }

    @Test
    void aLostAnnouncementIsRepeated() {
        net.network.faults(new Faults(1, 0, Duration.ZERO, Duration.ZERO));
        two.drain();
        net.advance(TICK);
        net.network.faults(Faults.NONE);
        assertThat(sids(one.resolve())).contains(two.id().sid());
        net.advance(Duration.ofSeconds(1));
        assertThat(sids(one.resolve())).containsExactly(three.id().sid());
    }

    @Test
    void aMemberWithTheBeaconAloneIsLeftOutToo() {
        Cluster bare = net.join(options -> options.protocols("c").tags("bare"));
        net.advance(Duration.ofSeconds(3));
        assertThat(one.resolve("bare")).hasSize(1);
        bare.drain();
        net.advance(TICK);
        assertThat(sids(one.resolve())).doesNotContain(bare.id().sid());
    }

    /** What an original sees: a heartbeat with no tags, and one more property of a protocol. */
    @Test
    void itIsAnnouncedInWordsOfTheOriginal() {
        List<Packet> heard = new ArrayList<>();
        one.hook(HookPoint.RECEIVE, HookScope.EVERYWHERE, 0, (packet, context) -> {
            if (packet.type().orElseThrow() == PacketType.HEARTBEAT
                    && two.id().sid().equals(packet.sid())) {
                heard.add(packet);
            }
            return packet;
        });
        two.drain();
        net.advance(TICK);

        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).tags()).isEmpty();
        assertThat(heard.get(0).data()).startsWith("t {").contains("draining 1");
        assertThat(one.member(two.id().sid()).orElseThrow().protocolProps())
                .containsOnlyKeys("t")
                .extractingByKey("t", InstanceOfAssertFactories.map(String.class, String.class))
                .containsOnlyKeys("port", "headers", "draining")
                .containsEntry("draining", "1");
    }

    private static List<String> sids(List<Member> members) {
        return members.stream().map(Member::sid).toList();
    }

    private static List<Member> asked(Query query) {
        return query.asked();
    }
}
