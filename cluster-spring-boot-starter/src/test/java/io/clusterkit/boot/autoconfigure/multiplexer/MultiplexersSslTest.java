package io.clusterkit.boot.autoconfigure.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterkit.boot.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MultiplexersSslTest {
    private static final String PASSWORD = "of-this-test";

    @TempDir
    static Path folder = Path.of("");

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MultiplexersAutoConfiguration.class, SslAutoConfiguration.class))
            .withPropertyValues(
                    "spring.ssl.bundle.jks.room.keystore.location=file:" + folder.resolve("room.p12"),
                    "spring.ssl.bundle.jks.room.keystore.password=" + PASSWORD,
                    "spring.ssl.bundle.jks.room.keystore.type=PKCS12",
                    "spring.ssl.bundle.jks.room.truststore.location=file:" + folder.resolve("room.p12"),
                    "spring.ssl.bundle.jks.room.truststore.password=" + PASSWORD,
                    "spring.ssl.bundle.jks.room.truststore.type=PKCS12",
                    "spring.ssl.bundle.jks.room.options.enabled-protocols=TLSv1.2",
                    "spring.ssl.bundle.jks.room.options.ciphers=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "cluster.multiplexers.chat.ssl-bundle=room",
                    "cluster.multiplexers.chat.send-to-origin=true",
                    "cluster.multiplexers.chat.address=127.0.0.1");

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "room",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        folder.resolve("room.p12").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    @Test
    void clientsSpeakTlsWithTheProtocolsAndCiphersOfTheBundle() {
        contexts.run(context -> {
            SSLContext trusting =
                    context.getBean(SslBundles.class).getBundle("room").createSslContext();
            try (SSLSocket client = connect(context, trusting)) {
                assertThat(echoed(client)).isEqualTo(7);
                assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.2");
                assertThat(client.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
            }
        });
    }

    @Test
    void aCertificateIsNeededIfAskedFor() {
        contexts.withPropertyValues("cluster.multiplexers.chat.ssl-client-auth=need")
                .run(context -> {
                    var bundle = context.getBean(SslBundles.class).getBundle("room");
                    try (SSLSocket known = connect(context, bundle.createSslContext())) {
                        assertThat(echoed(known)).isEqualTo(7);
                    }
                    SSLContext anonymous = SSLContext.getInstance("TLS");
                    anonymous.init(null, bundle.getManagers().getTrustManagers(), null);
                    try (SSLSocket unknown = connect(context, anonymous)) {
                        assertThatThrownBy(() -> echoed(unknown)).isInstanceOf(IOException.class);
                    }
                });
    }

    @Test
    void aCipherThatIsNotThereEndsTheStart() {
        contexts.withPropertyValues("spring.ssl.bundle.jks.room.options.ciphers=NONE_SUCH")
                .run(context -> assertThat(MultiplexersAutoConfigurationTest.failure(context.getStartupFailure()))
                        .hasMessageContainingAll("cluster.multiplexers.chat.ssl-bundle", "NONE_SUCH"));
    }

    @Test
    void aBufferTooSmallForTlsIsNamed() {
        contexts.withPropertyValues("cluster.multiplexers.chat.client-buffer-size=8KB")
                .run(context -> assertThat(MultiplexersAutoConfigurationTest.failure(context.getStartupFailure())
                                .getProperty())
                        .isEqualTo("cluster.multiplexers.chat.client-buffer-size"));
    }

    private static SSLSocket connect(AssertableApplicationContext context, SSLContext tls) throws IOException {
        int port = context.getBean(Multiplexers.class).get("chat").port();
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Patience.LIMIT.toMillis());
        return socket;
    }

    private static int echoed(SSLSocket client) throws IOException {
        client.getOutputStream().write(7);
        return client.getInputStream().read();
    }
}
