package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.registry.Resolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the original's commands are called here, on a network in memory. */
class ClusterApiTest {
    private static final Duration BEAT = Duration.ofSeconds(20);

    private final SteppedCluster net = new SteppedCluster(7);
    private final List<Packet> spoken = new ArrayList<>();

    private Cluster joinTalking(String... tags) {
        return net.join(options -> options.heartbeat(BEAT).tags(tags).hook(HookPoint.BROADCAST, (packet, context) -> {
            spoken.add(packet);
            return packet;
        }));
    }

    @Test
    void aHeartbeatOnAChannelIsExtraAndLeavesTheNextOneWhereItWas() {
        Cluster one = joinTalking("x");
        net.advance(BEAT.minusSeconds(1));
        spoken.clear();

        one.heartbeat(7);
        net.advance(Duration.ZERO);
        assertThat(spoken).singleElement().satisfies(packet -> {
            assertThat(packet.type()).contains(PacketType.HEARTBEAT);
            assertThat(packet.channel()).isEqualTo(7);
            assertThat(packet.tags()).containsExactly("x");
            assertThat(packet.data()).startsWith("t {port");
        });
        net.advance(Duration.ofSeconds(3));
        assertThat(spoken).hasSize(2);
        assertThat(spoken.get(1).channel()).isZero();
        assertThat(spoken.get(1).has(Field.TAGS)).isFalse();
    }

    @Test
    void aPostponedHeartbeatComesThenAndNotBefore() {
        Cluster one = joinTalking();
        net.advance(Duration.ofSeconds(5));
        spoken.clear();

        one.heartbeatAfter(Duration.ofSeconds(1));
        one.heartbeatAfter(BEAT.multipliedBy(2));
        net.advance(BEAT.multipliedBy(2).minusMillis(1));
        assertThat(spoken).isEmpty();
        net.advance(Duration.ofMillis(1));
        assertThat(spoken).hasSize(1);
        net.advance(BEAT);
        assertThat(spoken).hasSize(2);
    }

    @Test
    void aDelayOrChannelThatCannotBeIsRefused() {
        Cluster one = joinTalking();
        assertThatIllegalArgumentException().isThrownBy(() -> one.heartbeatAfter(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> one.heartbeat(18_112));
        assertThatIllegalArgumentException().isThrownBy(() -> one.joinChannel(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> one.joinChannel(18_112 + 16_384));
        assertThatIllegalArgumentException().isThrownBy(() -> one.event().channel(18_112));
        assertThatIllegalArgumentException().isThrownBy(() -> one.query().channel(-1));
    }

    @Test
    void thisMemberIsMeantByItsTagsItsIdsAndTheAddressesOfItsHost() {
        Cluster one = net.join(options -> options.tags("quotes", "eu-1"));
        String address = "10.0.0.1"; // of the first host on the network in memory

        assertThat(one.resolveSelf()).isTrue();
        assertThat(one.resolveSelf("quotes", "eu-1")).isTrue();
        assertThat(one.resolveSelf("quotes", "us-1")).isFalse();
        assertThat(one.resolveSelf(one.id().sid(), one.id().hid(), address, "localhost"))
                .isTrue();
        assertThat(one.resolveSelf("10.0.0.2")).isFalse();
        assertThat(one.resolveSelf(Resolver.all().match().has("eu-*").equal().not("draining")))
                .isTrue();
        assertThat(one.resolveSelf(Resolver.all().regexp().has("^us"))).isFalse();
        assertThat(one.resolveSelf(Resolver.all().exact("eu-1", "quotes"))).isTrue();
        assertThat(one.resolveSelf(Resolver.all().exact("quotes"))).isFalse();
        one.close();
        assertThat(one.resolveSelf("quotes")).isTrue();
    }

    @Test
    void theOptionsInUseTellWhatWasDrawn() {
        Cluster one = net.join(options -> options.port(4444).ttl(Duration.ofMinutes(5)));
        Cluster two = net.join(options -> options.heartbeat(BEAT));

        assertThat(one.options().port()).isEqualTo(4444);
        assertThat(one.options().ttl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(one.options().heartbeat()).isBetween(Duration.ofSeconds(110), Duration.ofSeconds(140));
        assertThat(two.options().heartbeat()).isEqualTo(BEAT);
    }

    @Test
    void oneMemberIsAskedAndToldAlone() {
        List<String> heard = new ArrayList<>();
        Cluster one = net.join(options -> {});
        for (String name : List.of("a", "b")) {
            net.join(options -> options.tags(name)
                    .onQuery(query -> Payload.of(name))
                    .onEvent(event -> heard.add(name + " " + event.text())));
        }
        net.advance(Duration.ofMillis(50));
        assertThat(one.knownMembers()).isEqualTo(2);
        Member b = one.resolve("b").get(0);

        Query query = one.query().to(b).ask();
        assertThat(one.event().to(b).data("hello").send()).isCompleted();
        net.advance(Duration.ZERO);

        assertThat(query.outcomes()).extracting(QueryOutcome::text).containsExactly("b");
        assertThat(heard).containsExactly("b hello");
        one.close();
        assertThat(one.knownMembers()).isZero();
    }

    @Test
    void aLengthThatOriginalsMisreadIsSentAndCounted() {
        Cluster one = net.join(options -> {});
        net.join(options -> {});
        net.advance(Duration.ofMillis(50));

        assertThat(one.event().data("x".repeat(18_111)).send()).isCompleted();
        assertThat(one.counters()).doesNotContainKey("packets.misread-by-originals");
        assertThat(one.event().data("x".repeat(18_112)).send()).isCompletedWithValueMatching(SendResult::isAllSent);
        assertThat(one.counters()).containsEntry("packets.misread-by-originals", 1L);
    }
}
