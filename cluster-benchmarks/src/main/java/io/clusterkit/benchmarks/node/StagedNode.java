package io.clusterkit.benchmarks.node;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.PacketHook;
import io.clusterkit.member.Member;
import io.clusterkit.packet.PacketType;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryResult;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A member of ours that notes when a query passes its hooks. The clock is {@link System#nanoTime}, which the processes of
 * one Linux host share. For one caller.
 */
public final class StagedNode implements Node {
    /** What happens between two stamps, in their order. */
    public enum Stage {
        ASK("make the query: resolve, register, build the packet"),
        ENCODE("encode it, choose the protocol"),
        REQUEST("write, kernel, wake the other process, decode"),
        TAKE_IN("filters, registry, find the handler"),
        HANDLE("the handler"),
        ANSWER("encode, write, kernel, wake the asker's process, decode"),
        COLLECT("match the answer, wake the asking thread");

        private final String label;

        Stage(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** Its name in figures. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final String QUERY = "stages";
    private static final int BYTES = 64; // as in the row of round trips

    private final Cluster cluster;
    private @Nullable Member other;
    private volatile long sendNanos;
    private volatile long protocolNanos;
    private volatile long arrivedNanos;

    private StagedNode(boolean isServer, ClusterOptions.Builder options) {
        if (isServer) {
            options.onQuery(QUERY, query -> answer(System.nanoTime()));
        } else {
            options.hook(HookPoint.SEND, (packet, context) -> {
                sendNanos = System.nanoTime();
                return packet;
            });
            options.hook(HookPoint.PROTOCOL_SEND, (packet, context) -> {
                protocolNanos = System.nanoTime();
                return packet;
            });
        }
        options.hook(HookPoint.MEMBER_EVALUATE, arrivals(isServer ? PacketType.QUERY : PacketType.RESPONSE));
        this.cluster = Cluster.join(options.build());
    }

    /** Joins with one stream protocol. */
    public static StagedNode open(SystemUnderTest system, NodeSettings settings) {
        String protocol =
                switch (system) {
                    case CLUSTER_T -> "t";
                    case CLUSTER_U -> "u";
                    default -> throw new IllegalArgumentException("there are no stages of " + system.label());
                };
        return new StagedNode(
                settings.isServer(),
                ClusterOptions.builder()
                        .address(settings.group())
                        .port(settings.port())
                        .protocols(protocol));
    }

    private PacketHook arrivals(PacketType type) {
        return (packet, context) -> {
            if (packet.typeCode() == type.code()) {
                arrivedNanos = System.nanoTime();
            }
            return packet;
        };
    }

    private Payload answer(long begunNanos) {
        ByteBuffer stamps = ByteBuffer.allocate(BYTES);
        stamps.putLong(arrivedNanos).putLong(begunNanos).putLong(System.nanoTime());
        return Payload.of(stamps.array());
    }

    /** Asks once; the time of each stage in nanoseconds. */
    public long[] ask() throws InterruptedException {
        Member known = other;
        if (known == null) {
            known = cluster.members().get(0);
            other = known;
        }
        byte[] question = new byte[BYTES];
        long begunNanos = System.nanoTime();
        QueryResult result =
                cluster.query(QUERY).to(known).data(Payload.of(question)).ask().await();
        long endedNanos = System.nanoTime();
        ByteBuffer remote = ByteBuffer.wrap(result.firstAnswer()
                .map(QueryOutcome::payload)
                .orElseThrow(() -> new IllegalStateException("no answer: " + result))
                .asBytes());
        long[] stamps = {
            begunNanos,
            sendNanos,
            protocolNanos,
            remote.getLong(),
            remote.getLong(),
            remote.getLong(),
            arrivedNanos,
            endedNanos
        };
        long[] stages = new long[stamps.length - 1];
        for (int i = 0; i < stages.length; i++) {
            stages[i] = stamps[i + 1] - stamps[i];
        }
        return stages;
    }

    @Override
    public int others() {
        return cluster.knownMembers();
    }

    @Override
    public byte[] ask(byte[] question) {
        throw new UnsupportedOperationException("asks for stages only");
    }

    @Override
    public void tell(byte[] event) {
        throw new UnsupportedOperationException("asks for stages only");
    }

    @Override
    public void close() {
        cluster.close();
    }
}
