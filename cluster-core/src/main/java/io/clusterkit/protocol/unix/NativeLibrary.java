package io.clusterkit.protocol.unix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of junixsocket's native library, for junixsocket to load. Left alone it makes that copy itself, but it looks
 * through all jars for several libraries first, and through the temporary files, home and working directory for old
 * copies: some 40 ms of a JVM's first join. So this does the same for the usual case, Linux, and where it fails junixsocket
 * searches as ever.
 */
final class NativeLibrary {
    private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);

    /** Properties of junixsocket's: with any of them the user says how the library is found. */
    private static final String PROPERTIES = "org.newsclub.net.unix.library.";

    /** The one that says where the library is. If it can't be loaded from there, junixsocket searches. */
    private static final String OVERRIDE = PROPERTIES + "override";

    private static final String VERSION =
            "META-INF/maven/com.kohlschutter.junixsocket/junixsocket-native-common/pom.properties";

    private final @Nullable Path copy;

    private NativeLibrary(@Nullable Path copy) {
        this.copy = copy;
    }

    /** Makes the copy and tells junixsocket of it; does neither if that can't be done or the user says where it is. */
    static NativeLibrary provide() {
        if (!isUsualCase()) {
            return new NativeLibrary(null);
        }
        try {
            Path copy = makeCopy();
            if (copy != null) {
                System.setProperty(OVERRIDE, copy.toString());
            }
            return new NativeLibrary(copy);
        } catch (IOException notCopied) {
            log.debug("junixsocket is left to find its library itself", notCopied);
            return new NativeLibrary(null);
        }
    }

    /** To be called when it is loaded, which stays so without the copy. */
    void withdraw() {
        if (copy != null) {
            System.clearProperty(OVERRIDE);
            try {
                Files.deleteIfExists(copy);
            } catch (IOException stays) {
                log.debug("a copy of junixsocket's library can't be deleted", stays);
            }
        }
    }

    /** Null if junixsocket is left alone. */
    @Nullable
    Path copy() {
        return copy;
    }

    private static boolean isUsualCase() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return false;
        }
        for (String property : System.getProperties().stringPropertyNames()) {
            if (property.startsWith(PROPERTIES)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Path makeCopy() throws IOException {
        ClassLoader loader = AFSocketAddress.class.getClassLoader();
        String library = "lib/" + System.getProperty("os.arch") + "-Linux-clang/jni/libjunixsocket-native-"
                + version(loader) + ".so";
        try (InputStream in = loader.getResourceAsStream(library)) {
            return in == null ? null : SocketFiles.temporary(".so", in);
        }
    }

    private static String version(ClassLoader loader) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = loader.getResourceAsStream(VERSION)) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "unknown");
    }
}
