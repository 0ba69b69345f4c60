package io.clusterkit.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PacketSizesTest {
    @Test
    void comparesWithJsonThatHoldsTheSameFields() {
        assertThat(new String(
                        new JsonMapper().writeValueAsBytes(SamplePackets.fields(SamplePackets.query())),
                        java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("{\"filter\":[\"bG9fh673\"],\"sid\":\"FcZdV976\",\"hid\":\"02:fc:00:00:00:01\",\"type\":")
                .contains("\"op\":\"quote\"", "\"keepalive\":true");
    }

    @Test
    void everySampleIsSmallerThanItsJson() {
        SamplePackets.all()
                .forEach((name, packet) ->
                        assertThat(PacketSizes.of(packet).share()).as(name).isLessThan(1));
    }

    @Test
    void codecsAgreeOnWhatTheyCode() throws Exception {
        ClusterCodecBenchmark ours = new ClusterCodecBenchmark();
        assertThat(ours.decodeHeartbeat()).isEqualTo(SamplePackets.heartbeat());
        assertThat(ours.decodeQuery()).isEqualTo(SamplePackets.query());

        ProtobufCodecBenchmark protobuf = new ProtobufCodecBenchmark();
        assertThat(protobuf.decodeHeartbeat().getTagsList())
                .isEqualTo(SamplePackets.heartbeat().tags());
        assertThat(protobuf.encodeHeartbeat()).isEqualTo(protobuf.encodeBuiltHeartbeat());
        assertThat(protobuf.decodeQuery().getOp()).isEqualTo("quote");

        JsonCodecBenchmark json = new JsonCodecBenchmark();
        assertThat(json.decodeQuery())
                .hasToString(SamplePackets.fields(SamplePackets.query()).toString());
    }

    @Test
    void resolverAndDispatchDoWhatTheyAreMeasuredFor() {
        assertThat(new ResolverBenchmark().threeTags()).hasSize(100);
        DispatchBenchmark dispatch = new DispatchBenchmark();
        assertThat(dispatch.event()).isEqualTo(1);
        assertThat(dispatch.query()).isEqualTo(2);
    }
}
