package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.clusterkit.boot.TestNetwork;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.ProtocolContext;
import io.clusterkit.protocol.unix.UnixSocketsUnsupportedException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** What a developer sees when a protocol that is asked for can't be used. */
@ExtendWith(OutputCaptureExtension.class)
class ProtocolUnavailableReportTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ClusterCustomizer multicastInMemory =
            options -> options.host(network.host()).protocol("c", network.host().beacon());

    @Test
    void aPortInUseIsShownWithItsPropertyValueAndOrigin(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String property = "cluster.protocol.tcp.port";
            failToStart(multicastInMemory, "--" + property + "=" + taken.getLocalPort());

            assertThat(output)
                    .contains("The protocol 't' of this application's cluster can't be used:")
                    .contains("    can't listen on *:" + taken.getLocalPort() + ": ")
                    .contains("'" + property + "' has the value '" + taken.getLocalPort() + "' (from \"" + property
                            + "\" from property source \"commandLineArgs\")")
                    .contains("Change 'cluster.protocol.tcp.port', set it to 0 for a free port, or stop what uses it");
        }
    }

    @Test
    void aSocketPathThatCannotBeUsedIsShownWithItsProperty(CapturedOutput output, @TempDir Path directory)
            throws IOException {
        Path open = Files.createDirectory(
                directory.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        failToStart(multicastInMemory, "--cluster.protocol.unix.path=" + open.resolve("m.sock"));

        assertThat(output)
                .contains("The protocol 'u' of this application's cluster can't be used:")
                .contains(open + ", has the permissions rwxr-xr-x")
                .contains("'cluster.protocol.unix.path' has the value '" + open.resolve("m.sock") + "'")
                .contains("Change 'cluster.protocol.unix.path' to a file in a directory that is this user's alone");
    }

    @Test
    void aSocketPathWhoseDirectoryIsAFileIsShown(CapturedOutput output, @TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        failToStart(multicastInMemory, "--cluster.protocol.unix.path=" + file.resolve("m.sock"));

        assertThat(output)
                .contains("The protocol 'u' of this application's cluster can't be used:")
                .contains(file.toString());
    }

    @Test
    void aMissingNativeLibraryIsShownIfUnixSocketsAreAskedFor(CapturedOutput output) {
        failToStart(
                options -> options.host(network.host())
                        .protocol("c", network.host().beacon())
                        .protocol("u", NoNativeLibrary::new),
                "--cluster.protocols=u,c");

        assertThat(output)
                .contains("The protocol 'u' of this application's cluster can't be used:")
                .contains("    no native library for this system")
                .contains("'cluster.protocols' has the value 'u,c'")
                .contains("Remove 'u' from 'cluster.protocols'")
                .contains("'cluster.required-protocols' to a list without 'u'");
    }

    @Test
    void multicastThatWorksOnNoneOfTheNamedInterfacesIsShownWithWhatWasTried(CapturedOutput output) {
        failToStart(options -> {}, "--cluster.interfaces=no-such0");

        assertThat(output)
                .contains("The protocol 'c' of this application's cluster can't be used:")
                .contains("230.230.230.230 port 23000: no-such0 none is up and has an address of the group's kind")
                .contains("'cluster.interfaces' has the value 'no-such0' (from ")
                .contains("Set 'cluster.interfaces' to an interface of this host that is up and carries multicast")
                .contains("set 'cluster.required-protocols' to a list without 'c'");
    }

    private static void failToStart(ClusterCustomizer customizer, String... arguments) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Plain.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("testNetwork", ClusterCustomizer.class, () -> customizer));
        assertThatException().isThrownBy(() -> application.run(arguments));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ClusterAutoConfiguration.class)
    static class Plain {}

    static class NoNativeLibrary implements Protocol {
        @Override
        public String id() {
            return "u";
        }

        @Override
        public void open(ProtocolContext context) throws IOException {
            throw new UnixSocketsUnsupportedException("no native library for this system");
        }

        @Override
        public Map<String, String> props() {
            return Map.of();
        }

        @Override
        public void send(Delivery delivery) {
            delivery.failed(new IOException("not open"));
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }
}
