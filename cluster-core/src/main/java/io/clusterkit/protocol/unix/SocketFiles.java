package io.clusterkit.protocol.unix;

import io.clusterkit.member.MemberId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Where socket files are, and who may be there. */
final class SocketFiles {
    /** What the kernel's address of a Unix socket holds, on all systems (104 bytes on some, with the final zero). */
    static final int MAX_PATH_BYTES = 103;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private static volatile @Nullable Long user;

    private SocketFiles() {}

    /**
     * The path of a member's socket: the sid before the ending (tcl-cluster 1.1.8, cluster-unix.tcl
     * {@code SetServerPath}).
     *
     * @throws IOException if it is too long for a socket
     */
    static Path forMember(Path template, MemberId member) throws IOException {
        String name = template.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 ? name.substring(dot) : "";
        String stem = name.substring(0, name.length() - ending.length());
        Path path = template.resolveSibling(stem + "-" + member.sid() + ending);
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PATH_BYTES) {
            throw new IOException("the path of the Unix socket, " + path + ", has " + bytes + " bytes, allowed are "
                    + MAX_PATH_BYTES + ": choose a shorter one");
        }
        return path;
    }

    /**
     * Makes the directory, for its owner only, or looks whether the one there is so: the kernel lets everybody use a
     * socket whose file they can reach.
     */
    static void prepareDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory() || !attributes.permissions().equals(OWNER_ONLY)) {
            throw new IOException("the directory of the Unix socket, " + directory + ", has the permissions "
                    + PosixFilePermissions.toString(attributes.permissions())
                    + ", so that others may reach the sockets in it: chmod 700 it, or choose another");
        }
        if (ownerOf(directory) != thisUser()) {
            throw new IOException("the directory of the Unix socket, " + directory
                    + ", belongs to another user, who may reach the sockets in it: choose another");
        }
    }

    /** Whether it is a socket, as far as can be seen: neither a file, a directory nor a link. */
    static boolean isSocket(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther();
        } catch (IOException notThere) {
            return false;
        }
    }

    /** The user of this process, by number: the owner of what it creates. Looked at once. */
    static long thisUser() throws IOException {
        Long known = user;
        if (known == null) {
            Path probe = temporary(".uid", InputStream.nullInputStream());
            try {
                known = ownerOf(probe);
            } finally {
                Files.delete(probe);
            }
            user = known;
        }
        return known;
    }

    /**
     * A new temporary file with these bytes, for this user only. Nobody else's: it must not be there before. Not by {@link
     * Files#createTempFile}, whose random number loads the providers of {@link java.security.SecureRandom}, which takes 20
     * ms of a JVM's first join.
     */
    static Path temporary(String ending, InputStream bytes) throws IOException {
        Path directory = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        Path file = directory.resolve(
                "cluster-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ending);
        try (OutputStream out = Channels.newOutputStream(
                Files.newByteChannel(file, CREATE, PosixFilePermissions.asFileAttribute(OWNER_ONLY)))) {
            bytes.transferTo(out);
        }
        return file;
    }

    private static long ownerOf(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
    }
}
