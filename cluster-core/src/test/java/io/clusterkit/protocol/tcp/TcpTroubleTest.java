package io.clusterkit.protocol.tcp;

import static io.clusterkit.protocol.RecordingDelivery.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.member.Member;
import io.clusterkit.protocol.FakeContext;
import io.clusterkit.protocol.OpenSockets;
import io.clusterkit.protocol.RecordingDelivery;
import io.clusterkit.protocol.UncertainDeliveryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TcpTroubleTest {
    private final FakeContext context = new FakeContext("aaaaaaaa");
    private TcpProtocol protocol = new TcpProtocol(TcpOptions.defaults());

    @AfterEach
    void closeAll() {
        protocol.close();
        context.close();
    }

    @Test
    void eachDeliveryEndsExactlyOnceWhenConnectionsAreResetWhileSending() throws Exception {
        Queue<String> arrived = new ConcurrentLinkedQueue<>();
        try (RawPeer peer = new RawPeer(0, socket -> readSomeAndReset(socket, arrived))) {
            protocol.open(context);
            Member target = peer.member();
            Queue<RecordingDelivery> deliveries = new ConcurrentLinkedQueue<>();
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                int number = caller;
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        RecordingDelivery delivery = line(target, number + "-" + i + "-" + "x".repeat(2_000));
                        deliveries.add(delivery);
                        protocol.send(delivery);
                    }
                });
                callers.add(thread);
                thread.start();
            }
            for (Thread thread : callers) {
                thread.join();
            }

            await().until(() -> deliveries.stream().allMatch(RecordingDelivery::isDone));
            assertThat(deliveries).hasSize(2_000).allMatch(delivery -> delivery.reports() == 1);
            assertThat(context.count("tcp.frames.sent") + context.count("tcp.frames.failed"))
                    .isEqualTo(2_000);
            assertThat(context.count("tcp.connections.opened")).isGreaterThan(1);
            Set<String> surelyNotSent = deliveries.stream()
                    .filter(RecordingDelivery::isFailed)
                    .filter(delivery -> !(delivery.cause() instanceof UncertainDeliveryException))
                    .map(delivery -> name(new String(delivery.frame(), StandardCharsets.US_ASCII)))
                    .collect(Collectors.toSet());
            assertThat(arrived).isNotEmpty().noneMatch(surelyNotSent::contains);
        }
    }

    private static void readSomeAndReset(Socket socket, Queue<String> arrived) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] some = in.readNBytes(100_000);
        new String(some, StandardCharsets.US_ASCII)
                .lines()
                .map(TcpTroubleTest::name)
                .forEach(arrived::add);
        socket.setSoLinger(true, 0);
    }

    private static String name(String line) {
        return line.substring(0, Math.max(0, line.indexOf("-x")));
    }

    @Test
    void aFullQueueMakesTheCallerWaitAndThenFailsTheFrame() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawPeer peer = new RawPeer(4096, socket -> awaitQuietly(done))) {
            protocol = new TcpProtocol(TcpOptions.builder()
                    .writeTimeout(Duration.ofSeconds(2))
                    .maxQueuedFrames(10)
                    .build());
            protocol.open(context);
            Member target = peer.member();
            RecordingDelivery large = new RecordingDelivery(target, new byte[3 << 20]);
            protocol.send(large);
            List<RecordingDelivery> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                waiting.add(line(target, "waiting " + i));
                protocol.send(waiting.get(i));
            }
            RecordingDelivery tooMany = line(target, "too many");
            Thread caller = new Thread(() -> protocol.send(tooMany));
            caller.start();
            await().until(() -> caller.getState() == Thread.State.TIMED_WAITING || tooMany.isDone());

            await().until(() -> large.isDone() && tooMany.isDone());
            await().until(() -> waiting.stream().allMatch(RecordingDelivery::isDone));
            assertThat(large.cause())
                    .isInstanceOf(UncertainDeliveryException.class)
                    .hasMessageContaining("a write did not end within PT2S");
            assertThat(waiting).allMatch(RecordingDelivery::isFailed).allSatisfy(delivery -> assertThat(
                            delivery.cause())
                    .hasMessageContaining("a write did not end within PT2S"));
            assertThat(context.count("tcp.connections.write-timeout")).isEqualTo(1);
            assertThat(waiting).allMatch(delivery -> delivery.reports() == 1);
            assertThat(tooMany.reports()).isEqualTo(1);
            done.countDown();
        }
    }

    @Test
    void closingEndsWhatWaitsForAConnectionLongBeforeItsTime() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> fillers = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    fillers.add(new Socket(full.getInetAddress(), full.getLocalPort()));
                }
                protocol = new TcpProtocol(TcpOptions.builder()
                        .connectTimeout(Duration.ofMinutes(10))
                        .build());
                protocol.open(context);
                RecordingDelivery delivery = line(
                        RecordingDelivery.member(
                                "silent00", "t", Map.of("port", Integer.toString(full.getLocalPort()))),
                        "hello");
                protocol.send(delivery);
                await().during(Duration.ofMillis(100)).until(() -> true);
                Assumptions.assumeFalse(delivery.isDone(), "this system accepts more than the backlog");

                long begin = System.nanoTime();
                protocol.close();
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
                assertThat(delivery.isFailed()).isTrue();
                assertThat(delivery.reports()).isEqualTo(1);
            } finally {
                for (Socket filler : fillers) {
                    filler.close();
                }
            }
        }
    }

    @Test
    void closingEndsAWriteThatHangs() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawPeer peer = new RawPeer(4096, socket -> awaitQuietly(done))) {
            protocol.open(context);
            RecordingDelivery large = new RecordingDelivery(peer.member(), new byte[3 << 20]);
            protocol.send(large);
            RecordingDelivery behind = line(peer.member(), "behind");
            protocol.send(behind);
            await().until(() -> context.count("tcp.connections.opened") == 1);
            protocol.close();

            await().until(() -> large.isDone() && behind.isDone());
            assertThat(large.isFailed()).isTrue();
            assertThat(behind.isFailed()).isTrue();
            assertThat(large.reports() + behind.reports()).isEqualTo(2);
            done.countDown();
        }
    }

    @Test
    void whenThePeerWritesNoMoreWhatIsBeingWrittenStillArrives() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        AtomicLong arrived = new AtomicLong();
        RawPeer.Behaviour halfClosing = socket -> {
            InputStream in = socket.getInputStream();
            arrived.addAndGet(in.readNBytes(1).length);
            socket.shutdownOutput();
            awaitQuietly(read);
            byte[] buffer = new byte[8192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                arrived.addAndGet(length);
            }
        };
        try (RawPeer peer = new RawPeer(4096, halfClosing)) {
            protocol.open(context);
            RecordingDelivery large = new RecordingDelivery(peer.member(), new byte[3 << 20]);
            protocol.send(large);
            await().until(() -> context.count("tcp.connections.opened") == 1);
            await().during(Duration.ofMillis(100)).until(() -> !large.isDone());
            read.countDown();

            assertThat(large.awaitEnd().isSent()).isTrue();
            await().until(() -> arrived.get() == 3 << 20);
            await().until(() -> context.count("tcp.connections.closed") == 1);
            assertThat(context.count("tcp.connections.broken")).isZero();
        }
    }

    @Test
    void aHundredOpeningsAndClosingsLeaveNoThreadAndNoSocket() throws IOException {
        long before = OpenSockets.canBeCounted() ? OpenSockets.count() : 0;
        for (int i = 0; i < 100; i++) {
            TcpProtocol one = new TcpProtocol(TcpOptions.defaults());
            TcpProtocol other = new TcpProtocol(TcpOptions.defaults());
            try (FakeContext oneContext = new FakeContext("one00000");
                    FakeContext otherContext = new FakeContext("other000")) {
                one.open(oneContext);
                other.open(otherContext);
                RecordingDelivery delivery = line(RecordingDelivery.member("other000", "t", other.props()), "hello");
                one.send(delivery);
                assertThat(delivery.awaitEnd().isSent()).isTrue();
                one.close();
                other.close();
            }
        }
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("cluster-tcp")));
        Assumptions.assumeTrue(OpenSockets.canBeCounted(), "sockets can't be counted here");
        await().untilAsserted(() -> assertThat(OpenSockets.count()).isLessThanOrEqualTo(before));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
