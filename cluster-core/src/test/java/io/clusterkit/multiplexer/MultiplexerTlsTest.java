package io.clusterkit.multiplexer;

import static io.clusterkit.multiplexer.Multiplexers.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class MultiplexerTlsTest {
    private static final char[] PASSWORD = "of no worth".toCharArray();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static SSLContext withKey;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static SSLContext withoutKey;

    @BeforeAll
    static void makeKey(@TempDir Path directory) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        if (!Files.isExecutable(keytool)) {
            abort("SKIPPED: no keytool in this Java to make a key with");
        }
        Path store = directory.resolve("keys.p12");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD);
        }
        withKey = context(keys, true);
        withoutKey = context(keys, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void relaysBetweenClients(String protocol) throws Exception {
        byte[] data = new byte[3 << 20];
        new Random(5).nextBytes(data);
        try (Multiplexer multiplexer =
                        local().slowClientPatience(Duration.ofSeconds(10)).start();
                TestClient first = join(multiplexer, withoutKey, protocol);
                TestClient second = join(multiplexer, withoutKey, protocol);
                TestClient third = join(multiplexer, withoutKey, protocol)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(first, data));
            CompletableFuture<byte[]> thirds = CompletableFuture.supplyAsync(() -> receive(third, data.length));
            assertThat(second.receive(data.length)).isEqualTo(data);
            assertThat(thirds.get()).isEqualTo(data);
            sending.get();
            second.send("and back");
            first.expect("and back");
            assertThat(multiplexer.stats().bytesOut()).isGreaterThanOrEqualTo(2L * data.length);
        }
    }

    @Test
    void aClientThatEndedItsOutputStillReceives() throws Exception {
        try (Multiplexer multiplexer = local().start();
                TestClient listener = join(multiplexer, withoutKey, "TLSv1.3");
                TestClient speaker = join(multiplexer, withoutKey, "TLSv1.3")) {
            listener.send("my last words");
            listener.endOutput();
            speaker.expect("my last words");
            eventually(() -> multiplexer.stats().halfClosed() == 1);
            speaker.send("still there?");
            listener.expect("still there?");
            Multiplexers.end(multiplexer); // a client of Java waits for the end of TLS when it closes
        }
    }

    @Test
    void theEndOfTheMultiplexerIsTheEndOfTls() throws Exception {
        try (Multiplexer multiplexer = local().start();
                TestClient client = join(multiplexer, withoutKey, "TLSv1.3")) {
            Multiplexers.end(multiplexer);
            assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aClientThatDoesNotSpeakTlsIsClosed() throws IOException {
        try (Multiplexer multiplexer = local().start();
                TestClient plain = TestClient.dial(multiplexer)) {
            plain.send("GET / HTTP/1.1\r\n\r\n");
            plain.expectClosed();
            eventually(() -> multiplexer.stats().handshakesFailed() == 1);
            eventually(() -> multiplexer.stats().clients() == 0);
        }
    }

    @Test
    void aHandshakeThatTakesTooLongIsGivenUpAndItsClientHeardNothing() throws Exception {
        SteppedTime time = new SteppedTime();
        try (Multiplexer multiplexer = local().time(time)
                        .handshakeTimeout(Duration.ofSeconds(5))
                        .start();
                TestClient silent = TestClient.join(multiplexer);
                TestClient speaker = join(multiplexer, withoutKey, "TLSv1.3");
                TestClient listener = join(multiplexer, withoutKey, "TLSv1.3")) {
            speaker.send("not for those outside");
            listener.expect("not for those outside");
            time.advance(Duration.ofSeconds(5));
            multiplexer.wakeUp();
            eventually(() -> multiplexer.stats().handshakesFailed() == 1);
            silent.expectClosed();
            assertThat(multiplexer.stats().clients()).isEqualTo(2);
        }
    }

    @Test
    void clientsMustShowACertificateIfThatIsNeeded() throws Exception {
        try (Multiplexer multiplexer =
                        Multiplexers.local().ssl(() -> withKey, true).start();
                TestClient known = join(multiplexer, withKey, "TLSv1.3");
                TestClient other = join(multiplexer, withKey, "TLSv1.3")) {
            known.send("hello");
            other.expect("hello");
            assertThatThrownBy(() -> {
                        try (TestClient unknown = dial(multiplexer, withoutKey, "TLSv1.3")) {
                            unknown.receive(1);
                        }
                    })
                    .isInstanceOf(IOException.class);
            eventually(() -> multiplexer.stats().handshakesFailed() == 1);
        }
    }

    @Test
    void aContextThatFailsClosesOneClientAndNotTheMultiplexer() throws Exception {
        boolean[] broken = {true};
        try (Multiplexer multiplexer = Multiplexers.local()
                        .logLevel(org.slf4j.event.Level.ERROR)
                        .ssl(
                                () -> {
                                    if (broken[0]) {
                                        throw new IllegalStateException("broken on purpose");
                                    }
                                    return withKey;
                                },
                                false)
                        .start();
                TestClient unlucky = TestClient.dial(multiplexer)) {
            unlucky.expectClosed();
            eventually(() -> multiplexer.stats().handshakesFailed() == 1);
            broken[0] = false;
            join(multiplexer, withoutKey, "TLSv1.3").close();
        }
    }

    @Test
    void aClientThatNeverReadsIsDroppedAtItsBound() throws Exception {
        byte[] piece = new byte[16 * 1024];
        try (Multiplexer multiplexer = local().clientBufferBytes(64 * 1024).start();
                TestClient sender = join(multiplexer, withoutKey, "TLSv1.3");
                TestClient healthy = join(multiplexer, withoutKey, "TLSv1.3");
                TestClient never = join(multiplexer, withoutKey, "TLSv1.3")) {
            while (multiplexer.stats().slowClientsDropped() == 0) {
                sender.send(piece);
                healthy.receive(piece.length);
            }
            assertThat(never.socket().isClosed()).isFalse();
            assertThat(multiplexer.stats().clients()).isEqualTo(2);
        }
    }

    private static MultiplexerBuilder local() {
        return Multiplexers.local().ssl(() -> withKey, false);
    }

    private static TestClient join(Multiplexer multiplexer, SSLContext context, String protocol) throws IOException {
        int before = multiplexer.stats().clients();
        TestClient client = dial(multiplexer, context, protocol);
        eventually(() -> multiplexer.stats().clients() > before);
        return client;
    }

    private static TestClient dial(Multiplexer multiplexer, SSLContext context, String protocol) throws IOException {
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), multiplexer.port());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return new TestClient(socket);
    }

    private static SSLContext context(KeyStore keys, boolean own) throws GeneralSecurityException {
        KeyManagerFactory ownKeys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ownKeys.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try {
            trusted.load(null, null);
        } catch (IOException impossible) {
            throw new GeneralSecurityException(impossible);
        }
        trusted.setCertificateEntry("test", keys.getCertificate("test"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own ? ownKeys.getKeyManagers() : new KeyManager[0], trust.getTrustManagers(), null);
        return context;
    }

    private static void send(TestClient client, byte[] data) {
        try {
            client.send(data);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static byte[] receive(TestClient client, int bytes) {
        try {
            return client.receive(bytes);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
