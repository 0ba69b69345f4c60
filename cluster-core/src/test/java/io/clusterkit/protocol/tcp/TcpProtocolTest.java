package io.clusterkit.protocol.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.member.Member;
import io.clusterkit.protocol.FakeContext;
import io.clusterkit.protocol.RecordingDelivery;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProtocolTest {
    private final FakeContext contextA = new FakeContext("aaaaaaaa");
    private final FakeContext contextB = new FakeContext("bbbbbbbb");
    private final TcpProtocol a = new TcpProtocol(TcpOptions.defaults());
    private final TcpProtocol b = new TcpProtocol(TcpOptions.defaults());

    @AfterEach
    void closeAll() {
        a.close();
        b.close();
        contextA.close();
        contextB.close();
    }

    @Test
    void aFrameArrives() throws IOException {
        a.open(contextA);
        b.open(contextB);
        Member memberB = RecordingDelivery.member("bbbbbbbb", "t", b.props());
        RecordingDelivery delivery = RecordingDelivery.line(memberB, "hello");
        a.send(delivery);
        await().until(delivery::isSent);
        await().untilAsserted(() -> assertThat(contextB.receivers()).hasSize(1));
        await().untilAsserted(
                        () -> assertThat(contextB.receivers().get(0).lines()).containsExactly("hello"));
    }
}
