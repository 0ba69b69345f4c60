package io.clusterkit.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.TestNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts, joined by a cable; and hosts with little network. They share the file system, so u could be tried. */
@Timeout(300)
class NetworkNamespacesTest {
    private final TestNetwork network = TestNetwork.random();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path sockets;

    NetworkNamespacesTest(@TempDir Path directory) {
        this.sockets = directory.resolve("s");
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private NetworkNamespace host() throws IOException {
        NetworkNamespace host = NetworkNamespace.create();
        open.push(host);
        host.loopbackUp();
        return host;
    }

    private MemberProcess member(NetworkNamespace where, int remote, String tag) throws IOException {
        MemberProcess member = MemberProcess.start(where, network, remote, tag, sockets);
        open.push(member);
        return member;
    }

    @Test
    void membersOfTwoHostsFindAskAndTellEachOtherButNeverByUnixSockets() throws Exception {
        NetworkNamespace left = host();
        NetworkNamespace right = host();
        left.connect(right);
        MemberProcess one = member(left, 1, "one");
        MemberProcess two = member(right, 1, "two");

        assertThat(one.await("FOUND")).isEqualTo("two 10.77.0.2 false " + two.hid());
        assertThat(two.await("FOUND")).isEqualTo("one 10.77.0.1 false " + one.hid());
        assertThat(one.hid()).isNotEqualTo(two.hid());
        assertThat(one.ask("query two x", "ANSWER")).isEqualTo("ANSWERED t two got x");
        assertThat(two.ask("query one y", "ANSWER")).isEqualTo("ANSWERED t one got y");
        assertThat(one.ask("event two hello", "SENT")).isEqualTo("true");
        assertThat(two.await("EVENT")).isEqualTo("hello");
        assertThat(two.ask("event one hi", "SENT")).isEqualTo("true");
        assertThat(one.await("EVENT")).isEqualTo("hi");
        for (MemberProcess member : new MemberProcess[] {one, two}) {
            assertThat(member.ask("condition u", "CONDITION")).contains("works=true");
            for (String counter : new String[] {
                "packets.out.u", "packets.in.u", "unix.connections.opened", "unix.connections.failed", "send.failures.u"
            }) {
                assertThat(member.ask("count " + counter, "COUNT")).as(counter).isEqualTo("0");
            }
        }
    }

    @Test
    void withRemoteZeroNothingOfTheOtherHostIsAccepted() throws Exception {
        NetworkNamespace left = host();
        NetworkNamespace right = host();
        left.connect(right);
        MemberProcess alone = member(left, 0, "alone");
        MemberProcess loud = member(right, 1, "loud");

        await().until(() -> Integer.parseInt(alone.ask("count packets.dropped.other-host", "COUNT")) > 5);
        assertThat(loud.ask("broadcast hear-me", "SENT")).isEqualTo("true");
        String before = alone.ask("count packets.dropped.other-host", "COUNT");
        await().until(() ->
                !alone.ask("count packets.dropped.other-host", "COUNT").equals(before));

        assertThat(alone.ask("members", "MEMBERS")).isEqualTo("0");
        assertThat(loud.ask("members", "MEMBERS")).isEqualTo("0"); // what has no hops left stays on its host
        assertThat(alone.said("EVENT")).isFalse();
        assertThat(alone.said("FOUND")).isFalse();
    }

    @Test
    void aHostWithLoopbackOnlyIsEnough() throws Exception {
        NetworkNamespace host = host();
        MemberProcess one = member(host, 0, "one");
        MemberProcess two = member(host, 0, "two");

        assertThat(one.await("FOUND")).startsWith("two 127.0.0.1 true");
        assertThat(two.await("FOUND")).startsWith("one 127.0.0.1 true");
        assertThat(one.ask("query two x", "ANSWER")).isEqualTo("ANSWERED u two got x");
    }

    @Test
    void anInterfaceThatComesLaterIsTaken() throws Exception {
        NetworkNamespace left = host();
        NetworkNamespace right = host();
        MemberProcess one = member(left, 1, "one");
        MemberProcess two = member(right, 1, "two");
        assertThat(one.ask("condition c", "CONDITION")).contains("works=true", "lo joined");
        assertThat(one.ask("members", "MEMBERS")).isEqualTo("0");

        left.connect(right);

        assertThat(one.await("FOUND")).isEqualTo("two 10.77.0.2 false " + two.hid());
        assertThat(two.await("FOUND")).isEqualTo("one 10.77.0.1 false " + one.hid());
        assertThat(one.ask("query * x", "ANSWER")).endsWith("two got x");
        assertThat(one.ask("condition c", "CONDITION")).contains("eth0 joined");
    }
}
