package io.clusterkit.boot.autoconfigure.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.clusterkit.multiplexer.Multiplexer;
import io.clusterkit.multiplexer.MultiplexerClient;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.FileSystemUtils;

class MultiplexersUnixSocketTest {
    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MultiplexersAutoConfiguration.class));

    private Path folder = Path.of("");

    /** Not JUnit's folder: its path may be too long for a socket. */
    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("mux");
        try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.bind(UnixDomainSocketAddress.of(folder.resolve("probe")));
        } catch (UnsupportedOperationException | IOException none) {
            abort("SKIPPED: no Unix sockets here: " + none);
        }
    }

    @AfterEach
    void deleteFolder() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }

    @Test
    void itsClientsTalkOverTheSocketOfTheProperty() {
        Path path = folder.resolve("room").resolve("chat");
        contexts.withPropertyValues("cluster.multiplexers.chat.unix-socket=" + path)
                .run(context -> {
                    Multiplexer room = context.getBean(Multiplexers.class).get("chat");
                    assertThat(room.port()).isZero();
                    try (SocketChannel sender = SocketChannel.open(UnixDomainSocketAddress.of(path));
                            SocketChannel receiver = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                        await().until(() -> room.clients().size() == 2);
                        assertThat(room.clients())
                                .extracting(MultiplexerClient::address)
                                .containsOnly(MultiplexerClient.UNIX);
                        ByteBuffer said = ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8));
                        assertThat(sender.write(said.duplicate())).isEqualTo(5);
                        ByteBuffer heard = ByteBuffer.allocate(5);
                        while (heard.hasRemaining()) {
                            assertThat(receiver.read(heard)).isPositive();
                        }
                        assertThat(heard.flip()).isEqualTo(said);
                    }

                    context.getSourceApplicationContext().stop();
                    assertThat(path).doesNotExist();
                    context.getSourceApplicationContext().start();
                    assertThat(path).exists();
                });
        assertThat(path).doesNotExist();
    }

    @Test
    void aPathThatCanNotBeASocketIsNamed() {
        contexts.withPropertyValues("cluster.multiplexers.chat.unix-socket=" + folder.resolve("x".repeat(200)))
                .run(context -> assertThat(MultiplexersAutoConfigurationTest.failure(context.getStartupFailure()))
                        .satisfies(failure -> {
                            assertThat(failure.getProperty()).isEqualTo("cluster.multiplexers.chat.unix-socket");
                            assertThat(failure.getReason()).contains("bytes");
                        }));
    }

    @Test
    void aPathThatSomebodyUsesIsNamed() {
        Path path = folder.resolve("chat");
        contexts.withPropertyValues("cluster.multiplexers.chat.unix-socket=" + path)
                .run(first -> contexts.withPropertyValues("cluster.multiplexers.room.unix-socket=" + path)
                        .run(second -> {
                            assertThat(MultiplexersAutoConfigurationTest.failure(second.getStartupFailure())
                                            .getProperty())
                                    .isEqualTo("cluster.multiplexers.room.unix-socket");
                            assertThat(path).exists();
                        }));
    }
}
