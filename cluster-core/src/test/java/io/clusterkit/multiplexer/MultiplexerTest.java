package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterkit.TestNetwork;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the original promises, driven by plain sockets. */
@Timeout(120)
class MultiplexerTest {
    @Test
    void clientsCanConnectAfterTheStart() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local().start();
                TestClient client = TestClient.join(multiplexer)) {
            assertThat(multiplexer.port()).isPositive();
            assertThat(multiplexer.clients()).singleElement().satisfies(seen -> {
                assertThat(seen.address()).isEqualTo("127.0.0.1");
                assertThat(seen.port()).isEqualTo(client.port());
            });
        }
    }

    @Test
    void thePortIsFreeAfterTheEnd() throws IOException {
        Multiplexer multiplexer =
                Multiplexers.local().port(TestNetwork.freePort()).start();
        TestClient client = TestClient.join(multiplexer);
        multiplexer.close();

        client.expectClosed();
        assertThatThrownBy(() -> TestClient.dial(multiplexer)).isInstanceOf(IOException.class);
        try (Multiplexer again = Multiplexers.local().port(multiplexer.port()).start()) {
            assertThat(again.port()).isEqualTo(multiplexer.port());
        }
        multiplexer.close(); // does nothing more
    }

    @Test
    void aPortInUseIsSaidAtTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MultiplexerBuilder builder = Multiplexers.local().port(taken.getLocalPort());
            assertThatThrownBy(builder::start)
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("multiplexer test can't listen on")
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void aLineReachesAllOthers() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local().start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer);
                TestClient third = TestClient.join(multiplexer)) {
            first.send("a line\n");
            second.expect("a line\n");
            third.expect("a line\n");
            first.expectNothingBefore(second, "not mine");
        }
    }

    @Test
    void aChunkWithoutAnEndOfLineReachesAllOthers() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local().start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer);
                TestClient third = TestClient.join(multiplexer)) {
            first.send("no end");
            second.expect("no end");
            third.expect("no end");
        }
    }

    @Test
    void allBytesGoThroughAsTheyAre() throws IOException {
        byte[] all = new byte[512 * 1024];
        new Random(4711).nextBytes(all);
        try (Multiplexer multiplexer = Multiplexers.local().start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            Thread sender = new Thread(() -> {
                try {
                    first.send(all);
                } catch (IOException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            sender.start();
            assertThat(second.receive(all.length)).isEqualTo(all);
            assertThat(multiplexer.stats().bytesIn()).isEqualTo(all.length);
            eventually(() -> multiplexer.stats().bytesOut() == all.length);
        }
    }

    @Test
    void theSenderReceivesItsOwnDataIfWanted() throws IOException {
        try (Multiplexer multiplexer = Multiplexers.local().sendToOrigin(true).start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            first.send("echo");
            first.expect("echo");
            second.expect("echo");

            multiplexer.sendToOrigin(false);
            first.send("no echo");
            second.expect("no echo");
            first.expectNothingBefore(second, "!");
        }
    }

    @Test
    void severalRunAtOnceAndDoNotMix() throws IOException {
        try (Multiplexer red = Multiplexers.local().name("red").start();
                Multiplexer blue = Multiplexers.local().name("blue").start();
                TestClient red1 = TestClient.join(red);
                TestClient red2 = TestClient.join(red);
                TestClient blue1 = TestClient.join(blue);
                TestClient blue2 = TestClient.join(blue)) {
            red1.send("red");
            blue1.send("blue");
            red2.expect("red");
            blue2.expect("blue");
            Multiplexers.end(red);
            blue1.send("still blue");
            blue2.expect("still blue");
        }
    }

    @Test
    void aFilterChangesWhatTheOthersSee() throws IOException {
        List<MultiplexerClient> senders = new CopyOnWriteArrayList<>();
        MultiplexerFilter filter = data -> {
            senders.add(data.sender());
            return data.withBytes(("Filtered data: " + new String(data.bytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8));
        };
        try (Multiplexer multiplexer = Multiplexers.local().addFilter(filter).start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            first.send("a line\n");
            second.expect("Filtered data: a line\n");
            assertThat(senders)
                    .containsOnly(new MultiplexerClient(senders.get(0).id(), "127.0.0.1", first.port()));
        }
    }

    @Test
    void anAccessFilterSeesWhereClientsComeFrom() throws IOException {
        List<String> addresses = new CopyOnWriteArrayList<>();
        MultiplexerAccessFilter filter = (newcomer, present) -> {
            addresses.add(newcomer.address() + " beside " + present.size());
            return true;
        };
        try (Multiplexer multiplexer =
                        Multiplexers.local().addAccessFilter(filter).start();
                TestClient first = TestClient.join(multiplexer);
                TestClient second = TestClient.join(multiplexer)) {
            assertThat(addresses).containsExactly("127.0.0.1 beside 0", "127.0.0.1 beside 1");
            first.send("granted");
            second.expect("granted");
        }
    }

    @Test
    void aDeniedClientIsClosedAndNeverCounted() throws IOException {
        List<MultiplexerClient> left = new CopyOnWriteArrayList<>();
        try (Multiplexer multiplexer = Multiplexers.local()
                        .addAccessFilter((newcomer, present) -> false)
                        .addExitFilter(left::add)
                        .start();
                TestClient denied = TestClient.dial(multiplexer)) {
            denied.expectClosed();
            assertThatThrownBy(() -> {
                        while (true) {
                            denied.send("boom");
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(multiplexer.stats().denied()).isEqualTo(1);
            assertThat(multiplexer.stats().accepted()).isZero();
            assertThat(multiplexer.clients()).isEmpty();
        }
        assertThat(left).isEmpty();
    }

    @Test
    void badOptionsAreRefusedByName() {
        MultiplexerBuilder builder = Multiplexers.local();
        assertThatThrownBy(() -> builder.port(65_536)).hasMessageContaining("option port is 65536");
        assertThatThrownBy(() -> builder.maxClients(0)).hasMessageContaining("option maxClients is 0");
        assertThatThrownBy(() -> builder.clientBufferBytes(100))
                .hasMessageContaining("option clientBufferBytes is 100");
        assertThatThrownBy(() -> builder.idleTimeout(java.time.Duration.ofSeconds(-1)))
                .hasMessageContaining("option idleTimeout is PT-1S");
        assertThatThrownBy(() -> builder.slowClientPolicy(SlowClientPolicy.STOP_READING_SENDERS)
                        .slowClientPatience(java.time.Duration.ZERO)
                        .start())
                .hasMessageContaining("slowClientPatience is zero");
    }
}
