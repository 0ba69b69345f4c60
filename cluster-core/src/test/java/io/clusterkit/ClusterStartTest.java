package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.clusterkit.member.TagEdit;
import io.clusterkit.protocol.memory.MemoryNetwork;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.LogRecorder;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What a start says, and what ends it. */
class ClusterStartTest {
    private final TestNetwork network = TestNetwork.random();

    private ClusterOptions.Builder options() {
        return ClusterOptions.builder().address(network.group()).port(network.port());
    }

    @Test
    void aProtocolThatIsNotRequiredIsLeftOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(TestNetwork.freePort());
                Cluster member = Cluster.join(
                        options().tcp(tcp -> tcp.port(taken.getLocalPort())).build())) {
            assertThat(member.protocols()).containsExactly("u", "c");
        }
    }

    @Test
    void withoutOneThatIsRequiredTheMemberDoesNotStart() throws IOException {
        Cluster member;
        try (ServerSocket taken = new ServerSocket(TestNetwork.freePort())) {
            member = Cluster.create(options()
                    .tcp(tcp -> tcp.port(taken.getLocalPort()))
                    .required("t")
                    .build());

            assertThatExceptionOfType(ProtocolUnavailableException.class)
                    .isThrownBy(member::start)
                    .withMessageStartingWith("protocol t is required and can't be used: can't listen on ")
                    .withCauseInstanceOf(BindException.class)
                    .satisfies(failure -> assertThat(failure.protocol()).isEqualTo("t"));
            assertThat(member.isStarted()).isFalse();
            await().until(() -> threadsOf(member) == 0);
        }
        member.start();
        assertThat(member.protocols()).containsExactly("u", "t", "c");
        member.close();
    }

    @Test
    void multicastThatIsRequiredMustWorkAtStart() {
        Cluster member =
                Cluster.create(options().interfaces("no-such*").required("c").build());

        assertThatExceptionOfType(ProtocolUnavailableException.class)
                .isThrownBy(member::start)
                .withMessageContaining(network.group() + " port " + network.port()
                        + ": no-such* none is up and has an address of the group's kind");
        await().until(() -> threadsOf(member) == 0);
    }

    @Test
    void aPreparedMemberOpensItsProtocolsBeforeItJoins() {
        Cluster member = Cluster.create(options().build());
        try (Cluster other = Cluster.join(options().build())) {
            member.prepare();
            member.prepare();
            await().until(() -> threadsOf(member) > 0);
            assertThat(member.isStarted()).isFalse();
            member.tags(TagEdit.edit().append("meanwhile"));

            member.start();

            assertThat(member.protocols()).containsExactly("u", "t", "c");
            await().until(() -> other.resolve("meanwhile").size() == 1);
        } finally {
            member.close();
        }
    }

    @Test
    void whatAPreparedMemberCouldNotOpenEndsItsStart() throws IOException {
        Cluster member;
        try (ServerSocket taken = new ServerSocket(TestNetwork.freePort())) {
            member = Cluster.create(options()
                    .tcp(tcp -> tcp.port(taken.getLocalPort()))
                    .required("t")
                    .build());
            member.prepare();

            assertThatExceptionOfType(ProtocolUnavailableException.class)
                    .isThrownBy(member::start)
                    .withMessageStartingWith("protocol t is required and can't be used: can't listen on ");
            assertThat(member.isStarted()).isFalse();
            await().until(() -> threadsOf(member) == 0);
        }
        member.prepare();
        member.start();
        assertThat(member.protocols()).containsExactly("u", "t", "c");
        member.close();
    }

    @Test
    void aPreparedMemberThatNeverStartsLeavesNothingBehind() {
        Cluster member = Cluster.create(options().build());
        member.prepare();
        await().until(() -> threadsOf(member) > 0);

        member.close();

        await().until(() -> threadsOf(member) == 0);
        assertThat(member.protocols()).isEmpty();
    }

    @Test
    void leavingTheHostIsWarnedOfOnce() {
        try (MemoryNetwork inMemory = new MemoryNetwork(ClusterRuntime.system());
                LogRecorder log = new LogRecorder(Cluster.class)) {
            MemoryNetwork.MemoryHost host = inMemory.host();
            Cluster member = Cluster.create(ClusterOptions.builder()
                    .remote(1)
                    .host(host)
                    .protocols("c")
                    .protocol("c", host.beacon())
                    .build());
            member.start();
            member.leave();
            member.start();
            member.close();
            assertThat(log.messages())
                    .filteredOn(line -> line.contains("neither encrypted nor authenticated"))
                    .singleElement()
                    .asString()
                    .startsWith("remote=1: ")
                    .contains("group=230.230.230.230:23000");
        }
    }

    @Test
    void onThisHostOnlyThereIsNothingToWarnOf() {
        try (LogRecorder log = new LogRecorder(Cluster.class);
                Cluster member = Cluster.join(options().build())) {
            assertThat(member.isStarted()).isTrue();
            assertThat(log.messages()).noneMatch(line -> line.contains("encrypted"));
        }
    }

    @Test
    void moreMembersThanMayBeAreIgnoredAndCounted() {
        try (MemoryNetwork inMemory = new MemoryNetwork(ClusterRuntime.system())) {
            MemoryNetwork.MemoryHost host = inMemory.host();
            try (Cluster member = Cluster.join(options ->
                            options.host(host).maxMembers(2).protocols("c").protocol("c", host.beacon()));
                    Cluster one = join(host);
                    Cluster two = join(host)) {
                await().until(() -> member.members().size() == 2);
                try (Cluster three = join(host)) {
                    await().until(() -> member.counters().getOrDefault("members.refused", 0L) > 0);
                    assertThat(member.members())
                            .extracting(each -> each.sid())
                            .containsExactlyInAnyOrder(one.id().sid(), two.id().sid());
                    String leaving = two.id().sid();
                    two.leave();
                    await().until(() -> member.member(leaving).isEmpty());
                    three.heartbeat();
                    await().until(() -> member.member(three.id().sid()).isPresent());
                }
            }
        }
    }

    private static Cluster join(MemoryNetwork.MemoryHost host) {
        return Cluster.join(options -> options.host(host).protocols("c").protocol("c", host.beacon()));
    }

    private static long threadsOf(Cluster member) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().startsWith("cluster-" + member.id().sid()))
                .count();
    }
}
