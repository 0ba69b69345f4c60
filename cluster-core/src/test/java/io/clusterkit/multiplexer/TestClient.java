package io.clusterkit.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client of a multiplexer under test, on a plain blocking socket. */
final class TestClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;

    TestClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /** Connects without waiting for more. */
    static TestClient dial(Multiplexer multiplexer) throws IOException {
        return new TestClient(new Socket(InetAddress.getLoopbackAddress(), multiplexer.port()));
    }

    /** Connects and waits until the multiplexer has made a client of it. */
    static TestClient join(Multiplexer multiplexer) throws IOException {
        return join(multiplexer, 0);
    }

    /** As {@link #join(Multiplexer)}, with a receive buffer of its own in the system. */
    static TestClient join(Multiplexer multiplexer, int receiveBufferBytes) throws IOException {
        long before = multiplexer.stats().accepted();
        Socket socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), multiplexer.port()));
        Multiplexers.eventually(() -> multiplexer.stats().accepted() > before);
        return new TestClient(socket);
    }

    Socket socket() {
        return socket;
    }

    int port() {
        return socket.getLocalPort();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads so many bytes as text has, which must be those. */
    void expect(String text) throws IOException {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        assertThat(new String(receive(length), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    byte[] receive(int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        assertThat(bytes).as("bytes before the end").hasSize(count);
        return bytes;
    }

    /** The multiplexer closes the connection; what comes before is passed over. */
    void expectClosed() throws IOException {
        InputStream input = socket.getInputStream();
        byte[] buffer = new byte[64 * 1024];
        try {
            int got = input.read(buffer);
            while (got >= 0) {
                got = input.read(buffer);
            }
        } catch (SocketTimeoutException open) {
            throw new AssertionError("the connection is still open", open);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    /** Nothing that was sent before {@code marker} came here; the marker does. */
    void expectNothingBefore(TestClient sender, String marker) throws IOException {
        sender.send(marker);
        expect(marker);
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes its socket; what is on its way to it is lost. */
    void leave() throws IOException {
        socket.close();
    }

    /** Vanishes: the other end sees a reset. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
