package io.clusterkit.benchmarks.jmh;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.hook.Hooks;
import io.clusterkit.inbound.Dispatcher;
import io.clusterkit.inbound.Inbound;
import io.clusterkit.inbound.InboundHandlers;
import io.clusterkit.inbound.PacketFilters;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Channels;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.PacketType;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.Receiver;
import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.registry.Observation;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.TimeSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the bytes that a reader read to the handler, on the reader's thread: decode, filter, look up, hand over. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DispatchBenchmark {
    private static final MemberId SELF = new MemberId("selfself", "02:fc:00:00:00:01");
    private static final List<String> PROTOCOLS = List.of("u", "t", "c");

    private final Taken taken = new Taken();
    private final Receiver receiver = receiver();
    private final byte[] event = frame(packets().event(List.of(SELF.sid()), Channels.BROADCAST, null, payload()));
    private final byte[] query =
            frame(packets().query(List.of(SELF.sid()), Channels.BROADCAST, "FcZdV976-1a2b", "quote", payload()));

    @Benchmark
    public long event() {
        receiver.stream(event, 0, event.length);
        return taken.count;
    }

    @Benchmark
    public long query() {
        receiver.stream(query, 0, query.length);
        return taken.count;
    }

    private Receiver receiver() {
        TimeSource time = ClusterRuntime.system().time();
        Counters counters = new Counters();
        MemberRegistry registry = new MemberRegistry(time, TimeUnit.HOURS.toNanos(1));
        registry.observe(new Observation(
                SamplePackets.SENDER, "127.0.0.1", true, true, PROTOCOLS, Tags.of("quotes"), null, false));
        return new Inbound(
                        new PacketFilters(SELF, true, Tags::none, () -> Set.of(0L, 1L, 2L)),
                        registry,
                        new Hooks(time, counters),
                        new Dispatcher(Runnable::run),
                        taken,
                        counters,
                        time,
                        PacketCodec.DEFAULT_MAX_FRAME_BYTES)
                .receiver(new Connection());
    }

    private static PacketFactory packets() {
        return new PacketFactory(SamplePackets.SENDER, PROTOCOLS);
    }

    private static Payload payload() {
        return Payload.of(new byte[64]);
    }

    private static byte[] frame(Packet packet) {
        return PacketCodec.encode(packet);
    }

    private record Connection() implements Origin {
        @Override
        public String protocol() {
            return "u";
        }

        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public boolean isLocal() {
            return true;
        }
    }

    private static final class Taken implements InboundHandlers {
        private long count;

        @Override
        public void control(PacketType type, Packet packet, Observation seen) {
            throw new IllegalStateException("nothing new is told: " + packet);
        }

        @Override
        public void event(Member from, Packet packet) {
            count++;
        }

        @Override
        public void query(Member from, Packet packet, String protocol) {
            count++;
        }

        @Override
        public void refused(Member from, Packet packet, String protocol) {
            throw new IllegalStateException("nothing is refused: " + packet);
        }

        @Override
        public boolean response(MemberId from, Packet packet, String protocol) {
            throw new IllegalStateException("nothing was asked: " + packet);
        }
    }
}
