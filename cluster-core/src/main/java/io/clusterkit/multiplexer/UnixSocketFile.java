package io.clusterkit.multiplexer;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a Unix socket. It lies in a directory that only its owner may enter, for the file itself guards nothing on
 * some systems. What a dead server left is replaced, a living server's is never taken.
 */
final class UnixSocketFile {
    /** What all systems with Unix sockets allow, Linux and macOS among them. */
    static final int MOST_PATH_BYTES = 102;

    private static final Logger log = LoggerFactory.getLogger(UnixSocketFile.class);
    private static final Object ONE_AT_A_TIME = new Object(); // file locks guard against other processes only

    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path path;
    private final Object fileKey;

    private UnixSocketFile(Path path, Object fileKey) {
        this.path = path;
        this.fileKey = fileKey;
    }

    /** Fails with the reason if there can be no socket of this path. */
    static Path checked(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        int bytes = absolute.toString().getBytes(Charset.defaultCharset()).length;
        if (bytes > MOST_PATH_BYTES) {
            throw new IllegalArgumentException("the path of a Unix socket has " + bytes + " bytes, allowed are "
                    + MOST_PATH_BYTES + ": " + absolute);
        }
        return absolute;
    }

    /** Binds the server to the path. */
    static UnixSocketFile bind(ServerSocketChannel server, Path path, int backlog) throws IOException {
        Path directory = Objects.requireNonNull(path.getParent(), "the directory of a socket");
        secure(directory);
        // Never deleted: those who wait for the lock of a deleted file would wait for nothing.
        Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                log.trace("{} is held while the socket is made", lock);
                removeStale(path);
                server.bind(UnixDomainSocketAddress.of(path), backlog);
                return new UnixSocketFile(path, keyOf(path));
            }
        }
    }

    private static void secure(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
        if (!attributes.isDirectory() || !OWNER_ONLY.containsAll(attributes.permissions())) {
            throw new BindException("a Unix socket needs a directory that only its owner may enter (rwx------), "
                    + directory + " has " + PosixFilePermissions.toString(attributes.permissions()));
        }
        Path probe = Files.createTempFile(directory, "owner", null);
        UserPrincipal self = Files.getOwner(probe);
        Files.delete(probe);
        if (!attributes.owner().equals(self)) {
            throw new BindException("the directory of a Unix socket must belong to " + self.getName() + ", " + directory
                    + " belongs to " + attributes.owner().getName());
        }
    }

    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new BindException(path + " exists and is no socket");
        }
        if (isAlive(path)) {
            throw new BindException("a living server has " + path);
        }
        log.debug("replacing {}, which a dead server left", path);
        Files.delete(path);
    }

    private static boolean isAlive(Path path) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // a server with a full backlog is alive, too
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (IOException failure) {
            log.debug("{} does not tell whether it is alive, so it counts as alive", path, failure);
            return true;
        }
    }

    /** Deletes the file, unless another one has taken its place. */
    void delete() {
        try {
            if (fileKey.equals(keyOf(path))) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            log.debug("the socket file {} was not deleted", path, failure);
        }
    }

    private static Object keyOf(Path path) throws IOException {
        @Nullable
        Object key = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? path : key;
    }
}
