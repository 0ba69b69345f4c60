package io.clusterkit.protocol.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.ShortPolls;
import io.clusterkit.TestNetwork;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.stream.StreamOptions;
import io.clusterkit.query.QueryOutcome;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.AFUNIXSocket;

/** Members that speak over Unix sockets. */
class UnixClusterTest {
    private final TestNetwork network = TestNetwork.random();
    private Path directory = Path.of("");

    @BeforeEach
    void probe() throws IOException {
        assumeTrue(AFUNIXSocket.isSupported(), "SKIPPED: no Unix sockets: junixsocket has no library for this system");
        directory = Files.createTempDirectory("cu"); // short: a socket's path has 103 bytes at most
    }

    @AfterEach
    void clean() throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file); // a member may be about to
            }
        }
        Files.delete(directory);
    }

    private Cluster join(Consumer<ClusterOptions.Builder> options) {
        return Cluster.join(builder -> {
            builder.address(network.group()).port(network.port()).unixPath(directory.resolve("m.sock"));
            options.accept(builder);
        });
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(2));
    }

    private static String answerOf(Cluster asker, String who) throws InterruptedException {
        QueryOutcome outcome = asker.query()
                .to(who)
                .timeout(ShortPolls.PATIENCE)
                .ask()
                .await()
                .outcomes()
                .get(0);
        return outcome.protocol() + " " + outcome.text();
    }

    private static String problemOf(Cluster member) {
        return String.valueOf(member.protocolConditions().get("u"));
    }

    private Path socketOf(Cluster member) {
        return directory.resolve("m-" + member.id().sid() + ".sock");
    }

    @Test
    void membersOfOneHostPreferIt() throws Exception {
        try (Cluster one = join(options -> options.tags("one").onQuery(query -> Payload.of("1")));
                Cluster two = join(options -> options.tags("two").onQuery(query -> Payload.of("2")))) {
            soon().until(() ->
                    one.resolve("two").size() == 1 && two.resolve("one").size() == 1);
            Member seen = one.members().get(0);
            assertThat(seen.protocols()).containsExactly("u", "t", "c");
            assertThat(seen.props("u")).containsEntry("path", socketOf(two).toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");

            assertThat(answerOf(one, "two")).isEqualTo("u 2");
            assertThat(answerOf(two, "one")).isEqualTo("u 1");
        }
        soon().untilAsserted(() -> assertThat(directory).isEmptyDirectory());
    }

    @Test
    void aRemovedSocketFileIsMadeAgainWithTheNextHeartbeat() throws Exception {
        try (Cluster one = join(options -> options.tags("one").heartbeat(Duration.ofMillis(100)));
                Cluster two = join(options -> options.tags("two"))) {
            soon().until(() -> two.resolve("one").size() == 1);
            Files.delete(socketOf(one));
            soon().until(() -> Files.exists(socketOf(one)));
            one.onQuery(query -> Payload.of("1"));
            // The file is there a moment before anybody listens to it: who comes then tries it again later.
            soon().until(() -> answerOf(two, "one").equals("u 1"));
        }
    }

    @Test
    void whenItCannotBeUsedTheNextProtocolIs() throws Exception {
        AtomicBoolean beats = new AtomicBoolean(); // with a beat it would be opened anew before it is missed
        try (Cluster one = join(options -> options.tags("one")
                        .protocol("u", () -> unlessBeating(beats))
                        .onQuery(query -> Payload.of("1")));
                Cluster two = join(options -> options.tags("two"))) {
            soon().until(() -> two.resolve("one").size() == 1);
            Files.delete(socketOf(one));

            assertThat(answerOf(two, "one")).isEqualTo("t 1");
            beats.set(true);
            // The answer may be there before the thread that asked has counted.
            soon().untilAsserted(() -> assertThat(two.counters()).containsEntry("fallbacks", 1L));
            soon().until(() -> Files.exists(socketOf(one))); // it was told, and opened it anew
        }
    }

    /** Unix sockets that hear of no heartbeat until they may. */
    private Protocol unlessBeating(AtomicBoolean beats) {
        UnixProtocol real = new UnixProtocol(new UnixOptions(
                directory.resolve("m.sock"), StreamOptions.builder().build()));
        return (Protocol) Proxy.newProxyInstance(
                Protocol.class.getClassLoader(), new Class<?>[] {Protocol.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("heartbeat") && !beats.get()) {
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    @Test
    void theSocketOfALostMemberIsRemovedButNeverALiveOneNorAnotherFile() throws Exception {
        UnixSockets sockets = sockets("own");
        Path stale = directory.resolve("m-stale.sock");
        Path others = directory.resolve("others.sock");
        for (Path path : List.of(stale, others)) {
            try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                crashed.bind(UnixDomainSocketAddress.of(path));
            }
        }
        Path file = Files.createFile(directory.resolve("m-file.sock"));
        Path live = directory.resolve("m-live.sock");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(live));

            sockets.memberGone(lost("stale", stale.toString()));
            sockets.memberGone(lost("others", others.toString()));
            sockets.memberGone(lost("file", file.toString()));
            sockets.memberGone(lost("live", live.toString()));
            sockets.memberGone(lost("bad", "\0"));

            assertThat(stale).doesNotExist();
            assertThat(others).exists();
            assertThat(file).exists();
            assertThat(live).exists();
        }
    }

    @Test
    void aDirectoryThatOthersMayEnterIsRefusedAndTheRestStillWorks() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Cluster one = join(options -> options.tags("one").onQuery(query -> Payload.of("1")));
                Cluster two = join(options -> options.tags("two"))) {
            assertThat(one.protocols()).containsExactly("t", "c");
            assertThat(problemOf(one)).contains(directory.toString(), "chmod 700");
            soon().until(() -> two.resolve("one").size() == 1);
            assertThat(answerOf(two, "one")).isEqualTo("t 1");
        }
    }

    @Test
    void aPathTooLongForASocketIsNamed() {
        Path deep = directory.resolve("x".repeat(120)).resolve("m.sock");
        try (Cluster one = join(options -> options.unixPath(deep))) {
            assertThat(one.protocols()).containsExactly("t", "c");
            assertThat(problemOf(one)).contains("103", "shorter");
        }
    }

    @Test
    void aLiveSocketIsNeverTakenAndAStaleOneIsReplaced() throws Exception {
        UnixSockets first = sockets("same");
        UnixSockets second = sockets("same");
        try (ServerSocket listening = first.listen(8)) {
            assertThat(listening.isBound()).isTrue();
            assertThatThrownBy(() -> second.listen(8))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("m-same.sock");
        }
        try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(directory.resolve("m-same.sock")));
        }
        try (ServerSocket listening = second.listen(8)) {
            assertThat(listening.isBound()).isTrue();
        }
    }

    private UnixSockets sockets(String sid) throws IOException {
        UnixSockets sockets = new UnixSockets(new UnixOptions(
                directory.resolve("m.sock"), StreamOptions.builder().build()));
        sockets.openFor(new MemberId(sid, "hid"));
        return sockets;
    }

    private static Member lost(String sid, String path) {
        return new Member(
                new MemberId(sid, "hid"),
                "127.0.0.1",
                true,
                MemberState.LOST,
                Tags.none(),
                List.of("u", "c"),
                Map.of("u", Map.of("path", path)),
                Instant.EPOCH);
    }
}
