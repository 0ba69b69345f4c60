package io.clusterkit.benchmarks.jmh;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

/** The same fields as compact JSON, by Jackson. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonCodecBenchmark {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Object> heartbeat = SamplePackets.fields(SamplePackets.heartbeat());
    private final Map<String, Object> query = SamplePackets.fields(SamplePackets.query());
    private final byte[] heartbeatJson = JSON.writeValueAsBytes(heartbeat);
    private final byte[] queryJson = JSON.writeValueAsBytes(query);

    @Benchmark
    public byte[] encodeHeartbeat() {
        return JSON.writeValueAsBytes(heartbeat);
    }

    @Benchmark
    public Object decodeHeartbeat() {
        return JSON.readValue(heartbeatJson, Map.class);
    }

    @Benchmark
    public byte[] encodeQuery() {
        return JSON.writeValueAsBytes(query);
    }

    @Benchmark
    public Object decodeQuery() {
        return JSON.readValue(queryJson, Map.class);
    }
}
