package io.clusterkit.inbound;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.hook.Hooks;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import io.clusterkit.member.TestMembers;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.Receiver;
import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.registry.Observation;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.ManualExecutor;
import io.clusterkit.runtime.SteppedRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A way in, with handlers that keep what they get as text. */
final class InboundFixture implements InboundHandlers {
    static final MemberId SELF = TestMembers.id("self");
    static final MemberId SENDER = TestMembers.id("s1");
    static final Where MULTICAST = new Where("c", "10.0.0.1", true);
    static final Where STREAM = new Where("t", "127.0.0.1", true);

    final SteppedRuntime time = new SteppedRuntime(1);
    final Counters counters = new Counters();
    final Hooks hooks = new Hooks(time, counters);
    final ManualExecutor executor = new ManualExecutor();
    final Dispatcher dispatcher = new Dispatcher(executor);
    final MemberRegistry registry = new MemberRegistry(time, 1_000_000_000L);
    final List<String> calls = new ArrayList<>();
    final List<Member> senders = new ArrayList<>();
    final List<Observation> seen = new ArrayList<>();
    Tags tags = Tags.of("mine");
    Set<Long> channels = Set.of(0L, 1L, 2L, 7L);
    final Inbound inbound;

    InboundFixture(boolean thisHostOnly) {
        PacketFilters filters = new PacketFilters(SELF, thisHostOnly, () -> tags, () -> channels);
        inbound = new Inbound(filters, registry, hooks, dispatcher, this, counters, time, 100_000);
    }

    /** A packet that passes all filters. */
    static Packet.Builder packet(PacketType type) {
        return Packet.builder()
                .sid(SENDER.sid())
                .hid(SENDER.hid())
                .type(type)
                .channel(0)
                .protocols(List.of("t", "c"));
    }

    static Packet event(String data) {
        return packet(PacketType.EVENT).data(data).build();
    }

    void receive(Origin from, Packet... packets) {
        Receiver receiver = inbound.receiver(from);
        for (Packet packet : packets) {
            byte[] frame = PacketCodec.encode(packet);
            receiver.stream(frame, 0, frame.length);
        }
    }

    /** The sender is a known member from here on. */
    void know() {
        registry.observe(new Observation(
                SENDER, MULTICAST.address(), true, true, List.of("t", "c"), Tags.of("known"), null, false));
    }

    @Override
    public void control(PacketType type, Packet packet, Observation observation) {
        calls.add("control " + type);
        seen.add(observation);
    }

    @Override
    public void event(Member from, Packet packet) {
        calls.add("event " + packet.data());
        senders.add(from);
    }

    @Override
    public void query(Member from, Packet packet, String protocol) {
        calls.add("query " + packet.data() + " by " + protocol);
        senders.add(from);
    }

    @Override
    public void refused(Member from, Packet packet, String protocol) {
        calls.add("refused " + packet.data() + " by " + protocol);
    }

    @Override
    public boolean response(MemberId from, Packet packet, String protocol) {
        calls.add("response " + packet.data() + " by " + protocol);
        return false;
    }

    /** One connection, like {@link #STREAM}, that a test is told of. */
    abstract static class Stream implements Origin {
        @Override
        public String protocol() {
            return STREAM.protocol();
        }

        @Override
        public String address() {
            return STREAM.address();
        }

        @Override
        public boolean isLocal() {
            return STREAM.isLocal();
        }
    }

    record Where(String protocol, String address, boolean isLocal) implements Origin {}
}
