package io.clusterkit.protocol.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.protocol.stream.StreamSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class TcpSocketsTest {
    private final TcpSockets sockets = new TcpSockets(
            TcpOptions.builder().bindAddress(InetAddress.getLoopbackAddress()).build());

    @Test
    void bothEndsAskForSmallStreamsAndAreConnected() throws IOException {
        try (ServerSocket server = sockets.listen(1);
                Socket client = sockets.newSocket()) {
            client.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
            try (Socket accepted = server.accept()) {
                accepted.setSendBufferSize(32 << 10);
                client.setSendBufferSize(32 << 10);

                assertThat(accepted.getSendBufferSize()).isEqualTo(StreamSockets.STREAM_BYTES);
                assertThat(client.getSendBufferSize()).isEqualTo(StreamSockets.STREAM_BYTES);
                assertThat(accepted.isConnected()).isTrue();
                assertThat(accepted.getRemoteSocketAddress()).isEqualTo(client.getLocalSocketAddress());
                accepted.getOutputStream().write(7);
                assertThat(client.getInputStream().read()).isEqualTo(7);
            }
        }
    }
}
