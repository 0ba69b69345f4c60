package io.clusterkit.protocol.unix;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.protocol.stream.StreamSockets;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unix sockets of junixsocket. */
final class UnixSockets implements StreamSockets {
    private static final Logger log = LoggerFactory.getLogger(UnixSockets.class);

    private static final String PATH = "path";
    private static final long ROOT = 0;

    private final Path template;
    private final Path directory;
    private final BooleanSupplier supported;
    private volatile @Nullable Path path;
    private volatile long thisUser;

    UnixSockets(UnixOptions options) {
        this(options, UnixSockets::isSupported);
    }

    /** As above, with another way to know whether junixsocket's native library is there. */
    UnixSockets(UnixOptions options, BooleanSupplier supported) {
        this.supported = supported;
        this.template = options.path();
        this.directory = Objects.requireNonNull(template.getParent(), "checked by the options");
    }

    @Override
    public String id() {
        return UnixProtocol.ID;
    }

    @Override
    public String name() {
        return "unix";
    }

    @Override
    public boolean isLocalOnly() {
        return true;
    }

    @Override
    public boolean hasFixedAddress() {
        return true;
    }

    @Override
    public void openFor(MemberId self) throws IOException {
        if (!supported.getAsBoolean()) {
            throw new UnixSocketsUnsupportedException("junixsocket has no native library for this system, "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
        }
        thisUser = SocketFiles.thisUser();
        path = SocketFiles.forMember(template, self);
    }

    @Override
    public ServerSocket listen(int backlog) throws IOException {
        Path own = own();
        SocketFiles.prepareDirectory(directory);
        try {
            return new UnixServerSocket(own, backlog);
        } catch (IOException failure) {
            BindException explained = new BindException("can't listen on " + own + ": " + failure.getMessage());
            explained.initCause(failure);
            throw explained;
        }
    }

    @Override
    public boolean isIntact(ServerSocket listening) {
        return Files.exists(own());
    }

    @Override
    public Map<String, String> props(ServerSocket listening) {
        return Map.of(PATH, own().toString());
    }

    @Override
    public String describe(ServerSocket listening) {
        return own().toString();
    }

    /** Only this user, and root, may connect, whatever became of the directory's permissions. */
    @Override
    public void admit(Socket accepted) throws IOException {
        long user = ((UnixSocket) accepted).peer().getUid();
        if (user != thisUser && user != ROOT) {
            throw new IOException("user " + user + " is not the user of this member, " + thisUser);
        }
    }

    @Override
    public Socket newSocket() throws IOException {
        return new UnixSocket(AFUNIXSocket.newInstance());
    }

    @Override
    public void connect(Socket socket, Member member, Duration timeout) throws IOException {
        Path there = pathOf(member);
        if (there == null) {
            throw new ConnectException(member.id() + " announces no path of a Unix socket");
        }
        try {
            socket.connect(AFUNIXSocketAddress.of(there), (int) Math.max(1, timeout.toMillis()));
        } catch (IOException failure) {
            ConnectException explained = new ConnectException(
                    "can't connect to " + member.id() + " at " + there + ": " + failure.getMessage());
            explained.initCause(failure);
            throw explained;
        }
    }

    @Override
    public String remoteAddress(Socket socket) {
        return "127.0.0.1";
    }

    /**
     * Deletes the file of a lost member, as the original does, but only if it is the socket that this member's own
     * template makes of its sid, and nobody listens on it: a path from the network must not delete anything else. One
     * that left has deleted its own.
     */
    @Override
    public void memberGone(Member member) {
        if (!member.local() || member.state() == MemberState.LEFT) {
            return;
        }
        try {
            Path file = SocketFiles.forMember(template, member.id());
            if (file.equals(pathOf(member)) && !file.equals(own()) && SocketFiles.isSocket(file) && !isAlive(file)) {
                Files.delete(file);
            }
        } catch (IOException notDeleted) {
            log.debug("the socket file of {} stays", member.uuid(), notDeleted);
        }
    }

    private static boolean isAlive(Path file) {
        try (AFUNIXSocket probe = AFUNIXSocket.newInstance()) {
            probe.connect(AFUNIXSocketAddress.of(file));
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static @Nullable Path pathOf(Member member) {
        String announced = member.props(UnixProtocol.ID).get(PATH);
        try {
            return announced == null || announced.isEmpty()
                    ? null
                    : Path.of(announced).normalize();
        } catch (InvalidPathException malformed) {
            log.debug("{} announces a path that is none", member.uuid(), malformed);
            return null;
        }
    }

    private Path own() {
        Path own = path;
        if (own == null) {
            throw new IllegalStateException("not opened for a member yet");
        }
        return own;
    }

    /** Whether this system has Unix sockets that junixsocket can use; the first call loads it, with its native library. */
    static boolean isSupported() {
        return Junixsocket.IS_SUPPORTED;
    }

    /**
     * Loads what a server socket needs, all at once and by one thread: initializers of junixsocket's classes wait for each
     * other, so that two threads that begin at different ends would do so for ever.
     */
    private static final class Junixsocket {
        static final boolean IS_SUPPORTED = load();

        private static boolean isLibraryLoaded() {
            NativeLibrary library = NativeLibrary.provide();
            try {
                return AFUNIXSocket.isSupported();
            } finally {
                library.withdraw();
            }
        }

        private static boolean load() {
            try {
                if (!isLibraryLoaded()) {
                    return false;
                }
                // Neither bound nor connected: the system knows nothing of them.
                AFUNIXSocketAddress.of(Path.of("none"));
                AFUNIXServerSocket.newInstance().close();
                AFUNIXSocket.newInstance().close();
            } catch (IOException notNow) {
                log.debug("no Unix socket at the moment", notNow); // said again when one is opened
            } catch (LinkageError noLibrary) {
                log.debug("junixsocket can't be used", noLibrary);
                return false;
            }
            return true;
        }
    }
}
