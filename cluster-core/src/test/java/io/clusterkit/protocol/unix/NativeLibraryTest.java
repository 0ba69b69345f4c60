package io.clusterkit.protocol.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeLibraryTest {
    private static final String OVERRIDE = "org.newsclub.net.unix.library.override";
    private static final String DISABLE = "org.newsclub.net.unix.library.disable";

    @AfterEach
    void restore() {
        System.clearProperty(OVERRIDE);
        System.clearProperty(DISABLE);
    }

    /** Fails if a newer junixsocket has its library elsewhere. */
    @Test
    void junixsocketIsToldOfACopyAsLongAsItLoadsIt() throws Exception {
        NativeLibrary library = NativeLibrary.provide();

        Path copy = Objects.requireNonNull(library.copy());
        assertThat(System.getProperty(OVERRIDE)).isEqualTo(copy.toString());
        assertThat(Files.readAllBytes(copy)).startsWith(0x7F, 'E', 'L', 'F');

        library.withdraw();
        assertThat(copy).doesNotExist();
        assertThat(System.getProperty(OVERRIDE)).isNull();
    }

    @Test
    void whoeverSaysWhichLibraryItIsHasItSo() {
        System.setProperty(OVERRIDE, "/opt/libjunixsocket.so");

        NativeLibrary library = NativeLibrary.provide();
        library.withdraw();

        assertThat(library.copy()).isNull();
        assertThat(System.getProperty(OVERRIDE)).isEqualTo("/opt/libjunixsocket.so");
    }

    @Test
    void whoeverWantsNoLibraryGetsNone() {
        System.setProperty(DISABLE, "true");

        assertThat(NativeLibrary.provide().copy()).isNull();
    }
}
