package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MultiplexerUnixSocketTest {
    private Path directory = Path.of("");
    private Path path = Path.of("");

    /** Not JUnit's directory: its path may be too long for a socket. */
    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("mux");
        path = directory.resolve("s");
        try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.bind(UnixDomainSocketAddress.of(directory.resolve("probe")));
        } catch (UnsupportedOperationException | IOException none) {
            abort("SKIPPED: no Unix sockets here: " + none);
        }
        Files.delete(directory.resolve("probe"));
    }

    @AfterEach
    void deleteDirectory() throws IOException {
        for (Path each : List.of(path, directory.resolve("s.lock"), directory)) {
            Files.deleteIfExists(each);
        }
    }

    @Test
    void relaysBetweenClientsOfTheSocket() throws IOException {
        try (Multiplexer multiplexer = builder().start();
                SocketChannel first = connect(multiplexer, 1);
                SocketChannel second = connect(multiplexer, 2)) {
            assertThat(multiplexer.port()).isZero();
            assertThat(multiplexer.clients()).allSatisfy(client -> {
                assertThat(client.address()).isEqualTo("unix");
                assertThat(client.port()).isZero();
            });
            first.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
            ByteBuffer got = ByteBuffer.allocate(5);
            while (got.hasRemaining()) {
                assertThat(second.read(got)).isPositive();
            }
            assertThat(new String(got.array(), StandardCharsets.UTF_8)).isEqualTo("hello");
            second.shutdownOutput();
            second.shutdownInput();
            eventually(() -> multiplexer.stats().clients() == 1);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aFileThatADeadServerLeftIsReplaced() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        try (Multiplexer multiplexer = builder().start();
                SocketChannel client = connect(multiplexer, 1)) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void aLivingServersPathIsNeverTaken() throws IOException {
        try (Multiplexer living = builder().start()) {
            assertThatThrownBy(() -> builder().start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a living server has " + path);
            connect(living, 1 + 1).close(); // the look of the other one was a connection, too
        }
    }

    @Test
    void aFileThatIsNoSocketIsNeverDeleted() throws IOException {
        Files.writeString(path, "precious");
        assertThatThrownBy(() -> builder().start()).hasMessageContaining("exists and is no socket");
        assertThat(path).hasContent("precious");
    }

    @Test
    void theFileOfASuccessorIsLeftAlone() throws IOException {
        Path moved = directory.resolve("moved");
        try (Multiplexer multiplexer = builder().start()) {
            assertThat(multiplexer.toString()).contains(path.toString());
            Files.move(path, moved);
            Files.writeString(path, "of somebody else");
        } finally {
            Files.deleteIfExists(moved);
        }
        assertThat(path).hasContent("of somebody else");
    }

    @Test
    void aDirectoryThatOthersMayEnterIsRefused() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> builder().start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("only its owner may enter")
                .hasMessageContaining("rwxr-x---");
    }

    @Test
    void aMissingDirectoryIsMadeForItsOwnerAlone() throws IOException {
        Path inner = directory.resolve("new");
        try (Multiplexer multiplexer =
                Multiplexer.builder().unixSocket(inner.resolve("s")).start()) {
            assertThat(multiplexer.port()).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)))
                    .isEqualTo("rwx------");
        } finally {
            Files.deleteIfExists(inner.resolve("s.lock"));
            Files.deleteIfExists(inner);
        }
    }

    @Test
    void aPathThatIsTooLongIsRefusedWithItsLength() throws IOException {
        Path tooLong = directory.resolve("x".repeat(200));
        assertThatThrownBy(() -> Multiplexer.builder().unixSocket(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the path of a Unix socket has "
                        + tooLong.toAbsolutePath().toString().length() + " bytes, allowed are 102");
        Path longest = directory.resolve("x".repeat(101 - directory.toString().length()));
        try (Multiplexer multiplexer = Multiplexer.builder().unixSocket(longest).start()) {
            assertThat(multiplexer.toString()).endsWith(longest.toString());
        } finally {
            Files.deleteIfExists(directory.resolve(longest.getFileName() + ".lock"));
        }
    }

    private MultiplexerBuilder builder() {
        return Multiplexer.builder().name("unix").unixSocket(path);
    }

    private SocketChannel connect(Multiplexer multiplexer, long accepted) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        eventually(() -> multiplexer.stats().accepted() == accepted);
        return channel;
    }
}
