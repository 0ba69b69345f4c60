package io.clusterkit.protocol.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clusterkit.protocol.stream.StreamSockets;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.AFUNIXSocket;

class UnixSocketTest {
    @Test
    void theKernelKeepsMoreThanAStreamInFrontOfItCopies() throws IOException {
        assumeThat(UnixSockets.isSupported()).isTrue();
        try (AFUNIXSocket kernels = AFUNIXSocket.newInstance();
                UnixSocket socket = new UnixSocket(kernels)) {
            socket.setSendBufferSize(32 << 10);

            assertThat(kernels.getSendBufferSize()).as("of the kernel").isGreaterThanOrEqualTo(32 << 10);
            assertThat(socket.getSendBufferSize()).as("of a stream").isEqualTo(StreamSockets.STREAM_BYTES);
        }
    }
}
