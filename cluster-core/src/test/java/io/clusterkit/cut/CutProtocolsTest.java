package io.clusterkit.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.ShortPolls;
import io.clusterkit.TestNetwork;
import io.clusterkit.protocol.BroadcastProtocol;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.multicast.MulticastOptions;
import io.clusterkit.protocol.multicast.MulticastProtocol;
import io.clusterkit.protocol.tcp.TcpOptions;
import io.clusterkit.protocol.tcp.TcpProtocol;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 2000 events a second, while the way they take is cut again and again: what is reported as sent arrives at most once and
 * in order, and what is reported as failed for sure does not arrive (docs/decisions/0006).
 */
@Timeout(180)
class CutProtocolsTest {
    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final int TROUBLES = 10;

    /** For so long a stream that is closed waits for what is to be written. */
    private static final long LEAVE_LIMIT_MILLIS = 200;

    private final TestNetwork network = TestNetwork.random();
    private final Path directory;

    CutProtocolsTest(@TempDir Path directory) {
        this.directory = directory.resolve("s");
    }

    private Cluster join(String tag, Consumer<ClusterOptions.Builder> further) {
        return Cluster.join(options -> {
            options.address(network.group()).port(network.port()).tags(tag).unixPath(directory.resolve("m.sock"));
            further.accept(options);
        });
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(2));
    }

    private static void meet(Cluster sender, Cluster receiver) {
        soon().until(() -> sender.resolve("receiver").size() == 1 && receiver.knownMembers() == 1);
        assertThat(sender.event().to("receiver").data("-1").send().join().isAllSent())
                .isTrue();
    }

    private static void nothingWasLost(EventFlow.Report report) {
        assertThat(report.lost()).isZero();
        assertThat(report.doubled()).isZero();
        assertThat(report.overtaken()).isZero();
        assertThat(report.lied()).isFalse();
        assertThat(report.sent()).isEqualTo(report.events());
    }

    @Test
    void aTcpServerThatIsOpenedAnewLosesNothing() throws Exception {
        List<Protocol> made = new CopyOnWriteArrayList<>();
        try (EventFlow flow = new EventFlow();
                Cluster receiver = join("receiver", options -> options.protocols("t", "c")
                        .protocol("t", () -> {
                            Protocol tcp = new TcpProtocol(TcpOptions.defaults());
                            made.add(tcp);
                            return tcp;
                        })
                        .onEvent(event -> flow.arrived(event.text())));
                Cluster sender = join("sender", options -> options.protocols("t", "c"))) {
            meet(sender, receiver);
            flow.run(sender, event -> event.to("receiver"), LENGTH, TROUBLES, () -> made.get(0)
                    .refresh());
            EventFlow.Report report = flow.report();
            report.print("TCP server opened anew " + TROUBLES + " times");
            assertThat(receiver.counters()).containsEntry("tcp.server.reopened", (long) TROUBLES);
            nothingWasLost(report);
        }
    }

    @Test
    void aSocketFileThatIsRemovedLosesNothing() throws Exception {
        AtomicInteger removed = new AtomicInteger();
        try (EventFlow flow = new EventFlow();
                Cluster receiver = join("receiver", options -> options.heartbeat(Duration.ofMillis(100))
                        .onEvent(event -> flow.arrived(event.text())));
                Cluster sender = join("sender", options -> {})) {
            assumeTrue(sender.protocols().contains("u"), "SKIPPED: no Unix sockets here");
            meet(sender, receiver);
            Path file = directory.resolve("m-" + receiver.id().sid() + ".sock");
            flow.run(sender, event -> event.to("receiver"), LENGTH, TROUBLES, () -> {
                if (Files.deleteIfExists(file)) {
                    removed.incrementAndGet();
                }
            });
            EventFlow.Report report = flow.report();
            report.print("socket file removed " + removed + " times");
            assertThat(removed.get()).isPositive();
            nothingWasLost(report);
        }
    }

    @Test
    void aResetConnectionLosesNothingThatWasReportedAsSent() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy();
                EventFlow flow = new EventFlow();
                Cluster receiver = join("receiver", options -> options.protocols("t", "c")
                        .protocol("t", () -> behind(proxy))
                        .onEvent(event -> flow.arrived(event.text())));
                Cluster sender = join("sender", options -> options.protocols("t", "c"))) {
            meet(sender, receiver);
            flow.run(sender, event -> event.to("receiver"), LENGTH, TROUBLES, proxy::reset);
            EventFlow.Report report = flow.report();
            report.print("connection reset " + proxy.resets() + " times");
            assertThat(proxy.resets()).isPositive();
            assertThat(report.doubled()).isZero();
            assertThat(report.lied()).isFalse();
            assertThat(report.lost()).isZero();
        }
    }

    @Test
    void aMemberThatLeavesWhileItIsSpokenToIsHeardToItsLastWord() {
        await().atMost(ShortPolls.PATIENCE.multipliedBy(2)).until(this::leavesInTimeAndIsHeard);
    }

    /** Whether the member left in time: what it has not written after 200 ms, as a thread stood still, may go astray. */
    private boolean leavesInTimeAndIsHeard() throws Exception {
        try (EventFlow flow = new EventFlow();
                Cluster receiver = join("receiver", options -> options.protocols("t", "c")
                        .onEvent(event -> flow.arrived(event.text())));
                Cluster sender = join("sender", options -> options.protocols("t", "c"))) {
            meet(sender, receiver);
            AtomicBoolean left = new AtomicBoolean();
            Thread talker = new Thread(() -> {
                while (!left.get() && receiver.knownMembers() == 1) {
                    receiver.event().to("sender").data("x".repeat(1000)).send().join();
                }
            });
            talker.start();
            flow.run(sender, event -> event.to("receiver"), Duration.ofSeconds(1), 0, () -> {});
            long began = System.nanoTime();
            sender.leave();
            long took = (System.nanoTime() - began) / 1_000_000;
            left.set(true);
            talker.join();
            EventFlow.Report report = flow.report();
            report.print("left within " + took + " ms of the last event, while being spoken to");
            assertThat(report.doubled()).isZero();
            assertThat(report.lied()).isFalse();
            if (took < LEAVE_LIMIT_MILLIS) {
                assertThat(report.lost()).isZero();
                assertThat(report.overtaken()).isZero();
            }
            return took < LEAVE_LIMIT_MILLIS;
        }
    }

    @Test
    void blockedMulticastFailsAndIsReportedAndWhatIsSentComesOnceInOrder() throws Exception {
        AtomicBoolean blocked = new AtomicBoolean();
        try (EventFlow flow = new EventFlow();
                Cluster receiver = join(
                        "receiver", options -> options.protocols("c").onEvent(event -> flow.arrived(event.text())));
                Cluster sender =
                        join("sender", options -> options.protocols("c").protocol("c", () -> blockable(blocked)))) {
            meet(sender, receiver);
            flow.run(sender, event -> event.to("receiver").broadcast(true), LENGTH, TROUBLES - 1, () -> {
                blocked.set(!blocked.get());
            });
            EventFlow.Report report = flow.report();
            report.print("multicast blocked every other " + LENGTH.toMillis() / TROUBLES + " ms");
            assertThat(report.failed()).isPositive();
            assertThat(report.sent()).isPositive();
            assertThat(report.sent() + report.failed()).isEqualTo(report.events());
            assertThat(report.lied()).isFalse();
            assertThat(report.doubled()).isZero();
            assertThat(report.overtaken()).isZero();
        }
    }

    /** TCP of which others are told the proxy's port. */
    private static Protocol behind(CuttableProxy proxy) {
        TcpProtocol real = new TcpProtocol(TcpOptions.defaults());
        return wrapped(Protocol.class, real, (unused, method, arguments) -> {
            Object result = call(method, real, arguments);
            if (!method.getName().equals("props")) {
                return result;
            }
            Map<String, String> props = new LinkedHashMap<>(real.props());
            proxy.target(Integer.parseInt(props.getOrDefault("port", "0")));
            props.put("port", String.valueOf(proxy.port()));
            return props;
        });
    }

    /** Multicast that takes nothing while it is blocked. */
    private Protocol blockable(AtomicBoolean blocked) {
        MulticastProtocol real;
        try {
            real = new MulticastProtocol(MulticastOptions.builder()
                    .group(InetAddress.getByName(network.group()))
                    .port(network.port())
                    .build());
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return wrapped(BroadcastProtocol.class, real, (unused, method, arguments) -> {
            if (blocked.get() && method.getName().equals("broadcast")) {
                return false;
            }
            if (blocked.get() && method.getName().equals("send")) {
                ((Delivery) arguments[0]).failed(new IOException("blocked"));
                return null;
            }
            return call(method, real, arguments);
        });
    }

    private static <P extends Protocol> P wrapped(Class<P> type, P real, InvocationHandler handler) {
        assertThat(real).isInstanceOf(type);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Method method, Object real, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
