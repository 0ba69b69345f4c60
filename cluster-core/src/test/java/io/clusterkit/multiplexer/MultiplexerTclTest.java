package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.clusterkit.TestNetwork;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the original's clients see, with clients in Tcl. */
@Timeout(120)
class MultiplexerTclTest {
    @SuppressWarnings("NullAway.Init") // set before each test
    private Process tclsh;

    @SuppressWarnings("NullAway.Init") // set before each test
    private BufferedReader answers;

    @SuppressWarnings("NullAway.Init") // set before each test
    private BufferedWriter commands;

    @BeforeEach
    void startTclsh(@TempDir Path directory) throws IOException {
        Path script = directory.resolve("multiplexer-clients.tcl");
        try (InputStream resource =
                Objects.requireNonNull(getClass().getResourceAsStream("/tcl/multiplexer-clients.tcl"))) {
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            tclsh = new ProcessBuilder("tclsh", script.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException none) {
            abort("SKIPPED: no clients in Tcl: tclsh does not start: " + none.getMessage());
        }
        answers = tclsh.inputReader(StandardCharsets.UTF_8);
        commands = tclsh.outputWriter(StandardCharsets.UTF_8);
    }

    @AfterEach
    void stopTclsh() {
        if (tclsh != null) {
            tclsh.destroy();
        }
    }

    @Test
    void aLineReachesTheTwoOthers() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local().start()) {
            connect(multiplexer, 3);
            assertThat(tcl("puts c1 {Hello, others}")).isEqualTo("ok");
            assertThat(tcl("gets c2")).isEqualTo("got Hello, others");
            assertThat(tcl("gets c3")).isEqualTo("got Hello, others");
        }
        assertThat(tcl("gets c1")).as("nothing of its own, then the end").isEqualTo("eof");
    }

    @Test
    void bytesWithoutAnEndOfLineReachTheTwoOthers() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local().start()) {
            connect(multiplexer, 3);
            assertThat(tcl("chunk c1 00ff0d0a80")).isEqualTo("ok");
            assertThat(tcl("read c2 5")).isEqualTo("got 00ff0d0a80");
            assertThat(tcl("read c3 5")).isEqualTo("got 00ff0d0a80");
        }
    }

    @Test
    void aFiltersChangeIsWhatTheOthersSee() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                .addFilter(data -> data.withBytes(("Filtered data: " + new String(data.bytes(), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8)))
                .start()) {
            connect(multiplexer, 2);
            assertThat(tcl("puts c1 {a message}")).isEqualTo("ok");
            assertThat(tcl("gets c2")).isEqualTo("got Filtered data: a message");
        }
    }

    @Test
    void anAccessFilterSeesLocalAddresses() throws IOException {
        List<String> addresses = new CopyOnWriteArrayList<>();
        try (Multiplexer multiplexer = Multiplexers.local()
                .addAccessFilter((newcomer, present) -> addresses.add(newcomer.address()))
                .start()) {
            connect(multiplexer, 2);
            assertThat(addresses).containsExactly("127.0.0.1", "127.0.0.1");
        }
    }

    @Test
    void whatADeniedClientWritesFails() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local()
                .addAccessFilter((newcomer, present) -> false)
                .start()) {
            assertThat(tcl("connect c1 " + multiplexer.port())).isEqualTo("ok");
            assertThat(tcl("gets c1")).isEqualTo("eof");
            String answer = "ok";
            while ("ok".equals(answer)) {
                answer = tcl("puts c1 boom");
            }
            assertThat(answer).startsWith("error");
        }
    }

    @Test
    void exitFiltersRunWhenAClientCloses() throws IOException {
        List<MultiplexerClient> left = new CopyOnWriteArrayList<>();
        try (Multiplexer multiplexer =
                Multiplexers.local().addExitFilter(left::add).start()) {
            connect(multiplexer, 1);
            MultiplexerClient client = multiplexer.clients().get(0);
            assertThat(tcl("close c1")).isEqualTo("ok");
            eventually(() -> left.size() == 1);
            assertThat(left).containsExactly(client);
        }
    }

    @Test
    void nobodyIsThereAfterTheEnd() throws IOException {
        Multiplexer multiplexer =
                Multiplexers.local().port(TestNetwork.freePort()).start();
        connect(multiplexer, 1);
        multiplexer.close();
        assertThat(tcl("gets c1")).isEqualTo("eof");
        assertThat(tcl("connect c2 " + multiplexer.port())).contains("connection refused");
    }

    private void connect(Multiplexer multiplexer, int clients) throws IOException {
        for (int i = 1; i <= clients; i++) {
            int expected = i;
            assertThat(tcl("connect c" + i + " " + multiplexer.port())).isEqualTo("ok");
            eventually(() -> multiplexer.stats().clients() == expected);
        }
    }

    private @Nullable String tcl(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        return answers.readLine();
    }
}
