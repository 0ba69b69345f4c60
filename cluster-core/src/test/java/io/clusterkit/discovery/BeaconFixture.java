package io.clusterkit.discovery;

import io.clusterkit.hook.Hooks;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.registry.Observation;
import io.clusterkit.routing.FakeProtocol;
import io.clusterkit.routing.Outbound;
import io.clusterkit.routing.RouteHealth;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.SteppedRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One beacon, what it multicasts, and what it tells. */
final class BeaconFixture implements MembershipListener {
    static final Duration HEARTBEAT = Duration.ofMinutes(2);
    static final Duration TTL = Duration.ofMinutes(10);
    static final Duration TICK = Duration.ofNanos(1);
    static final MemberId SELF = TestMembers.id("self");
    static final Map<String, Map<String, String>> PROPS = Map.of("t", Map.of("port", "9"));

    final SteppedRuntime runtime = new SteppedRuntime(1);
    final TaskLoop loop = runtime.newLoop("beacon", new LongAdder());
    final MemberRegistry registry = new MemberRegistry(runtime, TTL.toNanos());
    final Counters counters = new Counters();
    final StreamFake t = new StreamFake();
    final FakeProtocol.Broadcast c = new FakeProtocol.Broadcast(1200);
    final List<String> told = new ArrayList<>();
    final List<Member> gone = new ArrayList<>();
    final PacketFactory packets = new PacketFactory(SELF, List.of("t", "c"));
    final Beacon beacon;

    BeaconFixture() {
        this(HEARTBEAT, TTL);
    }

    BeaconFixture(Duration heartbeat, Duration ttl) {
        Hooks hooks = new Hooks(runtime, counters);
        List<Protocol> protocols = List.of(t, c);
        Outbound outbound = new Outbound(
                protocols, new RouteHealth(runtime), hooks, packets, counters, member -> {}, Integer.MAX_VALUE);
        beacon = new Beacon(
                SELF,
                new BeaconOptions(heartbeat, ttl),
                Tags.of("mine"),
                runtime,
                loop,
                registry,
                outbound,
                packet -> outbound.broadcast(packet),
                packets,
                protocols,
                loop::execute,
                this,
                counters);
    }

    /** Joins, and lets the repeated announcements pass. */
    void joined() {
        beacon.join();
        advance(Duration.ofSeconds(3));
        c.sent.clear();
    }

    void advance(Duration step) {
        runtime.advance(step);
    }

    /** A packet of this type came from a member by multicast, with tags and properties. */
    void hear(String sid, PacketType type, @Nullable String data, @Nullable String ruid) {
        hear(sid, type, data, ruid, Tags.of(sid + "-tag"), PROPS);
    }

    void hear(
            String sid,
            PacketType type,
            @Nullable String data,
            @Nullable String ruid,
            @Nullable Tags tags,
            @Nullable Map<String, Map<String, String>> props) {
        Packet.Builder packet =
                Packet.builder().sid(sid).hid(TestMembers.HID).type(type).channel(0);
        if (data != null) {
            packet.data(data);
        }
        if (ruid != null) {
            packet.ruid(ruid);
        }
        beacon.control(
                type,
                packet.build(),
                new Observation(
                        TestMembers.id(sid),
                        TestMembers.ADDRESS,
                        true,
                        true,
                        List.of("t", "c"),
                        tags,
                        props,
                        type == PacketType.FLUSH));
    }

    void heartbeatOf(String sid) {
        hear(sid, PacketType.HEARTBEAT, null, null);
    }

    void plainHeartbeatOf(String sid) {
        hear(sid, PacketType.HEARTBEAT, null, null, null, null);
    }

    /** The types of what was multicast since the last call, and forgets it. */
    List<PacketType> multicasts() {
        List<PacketType> types =
                c.sent.stream().map(packet -> packet.type().orElseThrow()).toList();
        c.sent.clear();
        return types;
    }

    Member member(String sid) {
        Member member = registry.snapshot().get(TestMembers.id(sid));
        if (member == null) {
            throw new IllegalStateException(sid + " is not known");
        }
        return member;
    }

    boolean knows(String sid) {
        return registry.snapshot().get(TestMembers.id(sid)) != null;
    }

    @Override
    public void discovered(Member member) {
        told.add("discovered " + member.sid() + member.tags());
    }

    @Override
    public void tagsChanged(Member member, Tags before) {
        told.add("tags " + member.sid() + before + member.tags());
    }

    @Override
    public void gone(Member member, String why) {
        told.add("gone " + member.sid() + " " + member.state());
        gone.add(member);
    }

    /** A stream with a port that breaks if a test wants it to. */
    static final class StreamFake extends FakeProtocol {
        int refreshed;
        int heartbeats;
        boolean breaks;
        final List<String> gone = new ArrayList<>();

        StreamFake() {
            super("t");
        }

        @Override
        public Map<String, String> props() {
            return Map.of("port", "7");
        }

        @Override
        public void heartbeat() {
            heartbeats++;
            breakIfWanted();
        }

        @Override
        public void refresh() {
            refreshed++;
        }

        @Override
        public void memberGone(Member member) {
            gone.add(member.sid());
            breakIfWanted();
        }

        private void breakIfWanted() {
            if (breaks) {
                throw new IllegalStateException("expected");
            }
        }
    }
}
