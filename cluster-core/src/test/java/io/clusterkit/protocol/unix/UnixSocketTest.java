package io.clusterkit.protocol.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.AFUNIXSocket;

class UnixSocketTest {
    @Test
    void theKernelKeepsMoreThanAStreamInFrontOfItCopies() throws IOException {
        assumeThat(UnixSockets.isSupported()).isTrue();
        try (AFUNIXSocket kernels = AFUNIXSocket.newInstance();
                UnixSocket socket = new UnixSocket(kernels)) {
            int byItself = kernels.getSendBufferSize();
            socket.setSendBufferSize(64 << 10);

            assertThat(kernels.getSendBufferSize())
                    .as("of the kernel, no less than by itself")
                    .isGreaterThanOrEqualTo(Math.min(byItself, 208 << 10));
            assertThat(socket.getSendBufferSize()).as("of a stream").isEqualTo(8 << 10);
        }
    }
}
