package io.clusterkit.benchmarks.jmh;

import io.clusterkit.codec.DecodeException;
import io.clusterkit.codec.PacketCodec;
import io.clusterkit.packet.Packet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Our codec. The same methods as {@link ProtobufCodecBenchmark} and {@link JsonCodecBenchmark}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClusterCodecBenchmark {
    private final Packet heartbeat = SamplePackets.heartbeat();
    private final Packet query = SamplePackets.query();
    private final byte[] heartbeatFrame = PacketCodec.encode(heartbeat);
    private final byte[] queryFrame = PacketCodec.encode(query);

    @Benchmark
    public byte[] encodeHeartbeat() {
        return PacketCodec.encode(heartbeat);
    }

    @Benchmark
    public Packet decodeHeartbeat() throws DecodeException {
        return PacketCodec.decode(heartbeatFrame, 0, heartbeatFrame.length);
    }

    @Benchmark
    public byte[] encodeQuery() {
        return PacketCodec.encode(query);
    }

    @Benchmark
    public Packet decodeQuery() throws DecodeException {
        return PacketCodec.decode(queryFrame, 0, queryFrame.length);
    }
}
