package io.clusterkit.protocol.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.protocol.FakeContext;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MulticastProtocolTest {
    private final FakeContext contextA = new FakeContext("aaaaaaaa");
    private final FakeContext contextB = new FakeContext("bbbbbbbb");
    private final MulticastProtocol a = new MulticastProtocol(MulticastOptions.defaults());
    private final MulticastProtocol b = new MulticastProtocol(MulticastOptions.defaults());

    @AfterEach
    void closeAll() {
        a.close();
        b.close();
        contextA.close();
        contextB.close();
    }

    @Test
    void allHearABroadcastTheSenderToo() {
        a.open(contextA);
        b.open(contextB);
        assertThat(a.broadcast("hello".getBytes(StandardCharsets.UTF_8))).isTrue();
        await().untilAsserted(() -> assertThat(contextA.datagrams()).hasSize(1));
        await().untilAsserted(() -> assertThat(contextB.datagrams()).hasSize(1));
    }
}
