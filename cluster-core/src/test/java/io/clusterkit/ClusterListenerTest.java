package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listener is told, and in which order. */
class ClusterListenerTest {
    private final SteppedCluster net = new SteppedCluster(1);
    private final List<String> told = new ArrayList<>();

    @Test
    void joiningIsToldBeforeOthersAreFoundAndLeavingLast() {
        Cluster other = net.join(options -> {});
        Cluster one = net.join(options -> options.listener(new Recorder()));
        String sid = one.id().sid();
        net.advance(Duration.ofSeconds(1));
        String found = other.id().sid();
        other.leave();
        net.advance(Duration.ofSeconds(1));
        one.leave();

        assertThat(told).containsExactly("joined " + sid, "found " + found, "lost " + found, "left " + sid);
    }

    @Test
    void eachStayIsToldWithItsSid() {
        Cluster one = net.join(options -> options.listener(new Recorder()));
        String first = one.id().sid();
        net.advance(Duration.ofSeconds(1));
        one.leave();
        one.start();
        String second = one.id().sid();
        net.advance(Duration.ofSeconds(1));

        assertThat(second).isNotEqualTo(first);
        assertThat(told).containsExactly("joined " + first, "left " + first, "joined " + second);
    }

    @Test
    void whoIsToldOfJoiningMayAsk() {
        net.join(options -> options.setUp(cluster -> cluster.addListener(new ClusterListener() {
            @Override
            public void joined(MemberId self) {
                told.add("asked " + cluster.query("q").ask().asked().size());
            }
        })));
        net.advance(Duration.ofSeconds(1));

        assertThat(told).containsExactly("asked 0");
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheMemberFromLeavingNorOthersFromBeingTold() {
        Cluster one = net.join(options -> options.listener(new ClusterListener() {
                    @Override
                    public void left(MemberId self) {
                        throw new IllegalStateException("fails");
                    }
                })
                .listener(new Recorder()));
        String sid = one.id().sid();
        net.advance(Duration.ofSeconds(1));
        one.leave();

        assertThat(told).containsExactly("joined " + sid, "left " + sid);
        assertThat(one.counters()).containsEntry("listeners.failed", 1L);
    }

    private final class Recorder implements ClusterListener {
        @Override
        public void joined(MemberId self) {
            told.add("joined " + self.sid());
        }

        @Override
        public void left(MemberId self) {
            told.add("left " + self.sid());
        }

        @Override
        public void memberDiscovered(Member member) {
            told.add("found " + member.sid());
        }

        @Override
        public void memberLost(Member member) {
            told.add("lost " + member.sid());
        }
    }
}
