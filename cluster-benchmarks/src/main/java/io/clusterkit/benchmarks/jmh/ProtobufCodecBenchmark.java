package io.clusterkit.benchmarks.jmh;

import com.google.protobuf.InvalidProtocolBufferException;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * protobuf-java's generated code for the same fields. Decoding it leaves strings as bytes until they are asked for; we
 * need them at once, so they are asked for here too. A message keeps its size and, once asked for, its strings' bytes,
 * so one that is sent is a new one: encoding begins with the fields.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProtobufCodecBenchmark {
    private final Packet heartbeat = SamplePackets.heartbeat();
    private final Packet query = SamplePackets.query();
    private final byte[] heartbeatBytes = message(heartbeat).toByteArray();
    private final byte[] queryBytes = message(query).toByteArray();
    private final PacketMessage heartbeatMessage = message(heartbeat);
    private final PacketMessage queryMessage = message(query);

    @Benchmark
    public byte[] encodeHeartbeat() {
        return message(heartbeat).toByteArray();
    }

    /** The message is there already and has been written before: what can be kept is kept. */
    @Benchmark
    public byte[] encodeBuiltHeartbeat() {
        return heartbeatMessage.toByteArray();
    }

    @Benchmark
    public PacketMessage decodeHeartbeat() throws InvalidProtocolBufferException {
        return read(PacketMessage.parseFrom(heartbeatBytes));
    }

    @Benchmark
    public byte[] encodeQuery() {
        return message(query).toByteArray();
    }

    /** As {@link #encodeBuiltHeartbeat}. */
    @Benchmark
    public byte[] encodeBuiltQuery() {
        return queryMessage.toByteArray();
    }

    @Benchmark
    public PacketMessage decodeQuery() throws InvalidProtocolBufferException {
        return read(PacketMessage.parseFrom(queryBytes));
    }

    /** Makes strings of what decoding left as bytes; the message keeps them. */
    private static PacketMessage read(PacketMessage message) {
        int characters = message.getSid().length()
                + message.getHid().length()
                + message.getRuid().length()
                + message.getOp().length()
                + message.getData().length();
        if (characters == 0) {
            throw new IllegalStateException("an empty message");
        }
        return message;
    }

    private static PacketMessage message(Packet packet) {
        PacketMessage.Builder message = PacketMessage.newBuilder()
                .addAllFilter(packet.filter())
                .setSid(String.valueOf(packet.sid()))
                .setHid(String.valueOf(packet.hid()))
                .setType((int) packet.typeCode())
                .setChannel(packet.channel())
                .addAllProtocols(packet.protocols())
                .setKnown((int) packet.known())
                .addAllTags(packet.tags())
                .setKeepalive(packet.keepalive());
        if (packet.has(Field.RUID)) {
            message.setRuid(String.valueOf(packet.ruid()));
        }
        if (packet.has(Field.OP)) {
            message.setOp(String.valueOf(packet.op()));
        }
        if (packet.has(Field.DATA)) {
            message.setData(String.valueOf(packet.data()));
        }
        return message.build();
    }
}
