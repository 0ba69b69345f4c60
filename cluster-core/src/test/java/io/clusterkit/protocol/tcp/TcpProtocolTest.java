package io.clusterkit.protocol.tcp;

import static io.clusterkit.protocol.RecordingDelivery.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clusterkit.TestNetwork;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberState;
import io.clusterkit.protocol.FakeContext;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.RecordingDelivery;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProtocolTest {
    private final FakeContext contextA = new FakeContext("aaaaaaaa");
    private final FakeContext contextB = new FakeContext("bbbbbbbb");
    private TcpProtocol a = new TcpProtocol(TcpOptions.defaults());
    private TcpProtocol b = new TcpProtocol(TcpOptions.defaults());

    @AfterEach
    void closeAll() {
        a.close();
        b.close();
        contextA.close();
        contextB.close();
    }

    private void openBoth() throws IOException {
        a.open(contextA);
        b.open(contextB);
    }

    private Member memberA() {
        return RecordingDelivery.member("aaaaaaaa", "t", a.props());
    }

    private Member memberB() {
        return RecordingDelivery.member("bbbbbbbb", "t", b.props());
    }

    private static void awaitLines(FakeContext context, int receiver, List<String> lines) {
        await().untilAsserted(() -> assertThat(context.receivers()).hasSizeGreaterThan(receiver));
        await().untilAsserted(() ->
                assertThat(context.receivers().get(receiver).lines()).isEqualTo(lines));
    }

    @Test
    void framesOfOneCallerArriveInTheirOrderOverOneConnection() throws IOException {
        openBoth();
        List<String> lines =
                IntStream.range(0, 2_000).mapToObj(i -> "line " + i).toList();
        List<RecordingDelivery> deliveries =
                lines.stream().map(text -> line(memberB(), text)).toList();
        deliveries.forEach(a::send);

        await().until(() -> deliveries.stream().allMatch(RecordingDelivery::isSent));
        awaitLines(contextB, 0, lines);
        assertThat(contextA.count("tcp.connections.opened")).isEqualTo(1);
        assertThat(contextB.count("tcp.connections.accepted")).isEqualTo(1);
        assertThat(contextA.count("tcp.frames.sent")).isEqualTo(2_000);
    }

    @Test
    void framesOfEachOfEightCallersArriveInTheirOrderAndManyInOneFlush() throws Exception {
        openBoth();
        Member target = memberB();
        int each = 3_000;
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            int number = caller;
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException interrupted) {
                    return;
                }
                for (int i = 0; i < each; i++) {
                    a.send(line(target, number + " " + i));
                }
            });
            callers.add(thread);
            thread.start();
        }
        go.countDown();
        for (Thread thread : callers) {
            thread.join();
        }

        await().until(() -> contextA.count("tcp.frames.sent") == 8L * each);
        await().until(() -> contextB.receivers().size() == 1
                && contextB.receivers().get(0).lines().size() == 8L * each);
        List<String> lines = contextB.receivers().get(0).lines();
        for (int caller = 0; caller < 8; caller++) {
            String prefix = caller + " ";
            assertThat(lines.stream()
                            .filter(text -> text.startsWith(prefix))
                            .map(text -> Integer.parseInt(text.substring(prefix.length()))))
                    .containsExactlyElementsOf(IntStream.range(0, each).boxed().toList());
        }
        assertThat(contextA.count("tcp.flushes")).isLessThan(8L * each);
    }

    @Test
    void framesQueuedWhileConnectingLeaveInFewFlushes() throws IOException {
        openBoth();
        List<RecordingDelivery> deliveries = new ArrayList<>();
        CountDownLatch connecting = new CountDownLatch(1);
        contextA.beforeTask(connecting);
        for (int i = 0; i < 500; i++) {
            RecordingDelivery delivery = line(memberB(), "line " + i);
            deliveries.add(delivery);
            a.send(delivery);
        }
        assertThat(deliveries).noneMatch(RecordingDelivery::isDone);
        connecting.countDown();

        await().until(() -> deliveries.stream().allMatch(RecordingDelivery::isSent));
        assertThat(contextA.count("tcp.flushes")).isEqualTo(1);
        awaitLines(
                contextB, 0, IntStream.range(0, 500).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void largeFramesArriveWhole() throws IOException {
        openBoth();
        byte[] frame = new byte[200 << 10];
        new Random(7).nextBytes(frame);
        for (int i = 0; i < 10; i++) {
            a.send(new RecordingDelivery(memberB(), frame));
        }

        await().until(() -> contextB.receivedBytes() == 10 * frame.length);
        byte[] received = contextB.receivers().get(0).bytes();
        for (int i = 0; i < 10; i++) {
            assertThat(received).containsSequence(frame);
            assertThat(Arrays.copyOfRange(received, i * frame.length, (i + 1) * frame.length))
                    .isEqualTo(frame);
        }
    }

    @Test
    void aFrameThatIsTooLargeFails() throws IOException {
        a = new TcpProtocol(TcpOptions.builder().maxFrameBytes(2048).build());
        openBoth();
        RecordingDelivery delivery = new RecordingDelivery(memberB(), new byte[2049]);
        a.send(delivery);

        assertThat(delivery.cause()).hasMessage("a frame of 2049 bytes, maxFrameBytes is 2048");
        assertThat(contextA.count("tcp.frames.oversize")).isEqualTo(1);
    }

    @Test
    void aRefusedConnectionFailsTheDelivery() throws IOException {
        a.open(contextA);
        int port = TestNetwork.freePort();
        Member nobody = RecordingDelivery.member("nobody00", "t", Map.of("port", Integer.toString(port)));
        for (int i = 0; i < 5; i++) {
            RecordingDelivery delivery = line(nobody, "hello");
            a.send(delivery);
            await().until(delivery::isFailed);
            assertThat(delivery.cause())
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("can't connect to nobody00@")
                    .hasMessageContaining(":" + port);
        }
        assertThat(contextA.count("tcp.connections.failed")).isEqualTo(5);
    }

    @Test
    void aMemberWithoutAPortOrWithANameForAnAddressCanNotBeReached() throws IOException {
        a.open(contextA);
        RecordingDelivery noPort = line(RecordingDelivery.member("noport00", "t", Map.of()), "hello");
        a.send(noPort);
        await().until(noPort::isFailed);
        assertThat(noPort.cause()).hasMessageContaining("announces no TCP port but null");

        Member known = RecordingDelivery.member("named000", "t", Map.of("port", "1"));
        Member named = new Member(
                known.id(),
                "example.invalid",
                false,
                known.state(),
                known.tags(),
                known.protocols(),
                known.protocolProps(),
                known.lastSeen());
        RecordingDelivery toName = line(named, "hello");
        a.send(toName);
        await().until(toName::isFailed);
        assertThat(toName.cause())
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("not numeric: example.invalid");
    }

    @Test
    void bothDirectionsUseTheConnectionOnWhichAMemberSaidWhoItIs() throws IOException {
        openBoth();
        a.send(line(memberB(), "hello"));
        awaitLines(contextB, 0, List.of("hello"));
        Origin origin = contextB.receivers().get(0).origin();
        assertThat(origin.protocol()).isEqualTo("t");
        assertThat(origin.address()).isEqualTo("127.0.0.1");
        assertThat(origin.isLocal()).isTrue();
        origin.identified(memberA().id());

        b.send(line(memberA(), "answer"));
        awaitLines(contextA, 0, List.of("answer"));
        assertThat(contextB.count("tcp.connections.opened")).isZero();
        assertThat(contextA.count("tcp.connections.accepted")).isZero();
    }

    @Test
    void theCurrentConnectionIsKeptWhenAnotherOneIsNamedAndReplacedByItWhenItEnds() throws Exception {
        openBoth();
        a.send(line(memberB(), "over the first"));
        awaitLines(contextB, 0, List.of("over the first"));
        try (Socket second = new Socket(InetAddress.getLoopbackAddress(), port(a))) {
            await().until(() -> contextA.receivers().size() == 2);
            contextA.receivers().get(1).origin().identified(memberB().id());

            a.send(line(memberB(), "still over the first"));
            awaitLines(contextB, 0, List.of("over the first", "still over the first"));

            Member formerB = memberB();
            b.close();
            await().until(() -> contextA.count("tcp.connections.closed") == 1);
            a.send(line(formerB, "over the second"));
            second.setSoTimeout(30_000);
            assertThat(new String(second.getInputStream().readNBytes(16), StandardCharsets.US_ASCII))
                    .isEqualTo("over the second\n");
            assertThat(contextA.count("tcp.connections.opened")).isEqualTo(1);
        }
    }

    @Test
    void afterThePeerClosedTheNextDeliveryReconnects() throws IOException {
        try (RawPeer peer = new RawPeer(0, socket -> socket.getInputStream().read(new byte[6]))) {
            a.open(contextA);
            for (int i = 1; i <= 5; i++) {
                RecordingDelivery delivery = line(peer.member(), "hello");
                a.send(delivery);
                await().until(delivery::isSent);
                int closed = i;
                await().until(() -> contextA.count("tcp.connections.closed") == closed);
            }
            assertThat(contextA.count("tcp.connections.opened")).isEqualTo(5);
        }
    }

    @Test
    void refreshOpensTheServerAnewTellsThePortAndKeepsConnections() throws IOException {
        openBoth();
        a.send(line(memberB(), "hello"));
        awaitLines(contextB, 0, List.of("hello"));
        Member before = memberB();
        b.refresh();

        assertThat(b.props()).isNotEqualTo(before.props("t"));
        assertThat(contextB.propsChanges()).isEqualTo(1);
        assertThat(contextB.count("tcp.server.reopened")).isEqualTo(1);
        a.send(line(before, "again"));
        awaitLines(contextB, 0, List.of("hello", "again"));
        assertThatThrownBy(() -> new Socket(
                        InetAddress.getLoopbackAddress(),
                        Integer.parseInt(before.props("t").get("port"))))
                .isInstanceOf(ConnectException.class);
        try (Socket newcomer = new Socket(InetAddress.getLoopbackAddress(), port(b))) {
            await().until(() -> contextB.receivers().size() == 2);
            assertThat(newcomer.isConnected()).isTrue();
        }
    }

    @Test
    void refreshOfAServerWithAFixedPortKeepsThePort() throws IOException {
        int port = TestNetwork.freePort();
        a = new TcpProtocol(TcpOptions.builder()
                .port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .build());
        a.open(contextA);
        a.refresh();

        // The kernel keeps the port until the thread that accepts has ended: tried again, if that takes long.
        await().untilAsserted(() -> assertThat(a.props()).containsEntry("port", Integer.toString(port)));
        assertThat(a.condition().works()).isTrue();
        assertThat(a.condition().detail()).isEqualTo("listening on 127.0.0.1:" + port + "; 0 connections");
    }

    @Test
    void aPortInUseFailsTheOpening() throws IOException {
        a.open(contextA);
        b = new TcpProtocol(TcpOptions.builder().port(port(a)).build());

        assertThatThrownBy(() -> b.open(contextB))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("can't listen on *:" + port(a));
        assertThat(b.condition().works()).isFalse();
        assertThat(b.props()).isEmpty();
    }

    @Test
    void connectionsOverTheCapAreClosed() throws IOException {
        a = new TcpProtocol(TcpOptions.builder().maxConnections(2).build());
        a.open(contextA);
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port(a));
                Socket second = new Socket(InetAddress.getLoopbackAddress(), port(a))) {
            await().until(() -> contextA.receivers().size() == 2);
            try (Socket third = new Socket(InetAddress.getLoopbackAddress(), port(a))) {
                third.setSoTimeout(30_000);
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(contextA.count("tcp.connections.refused")).isEqualTo(1);
            assertThat(a.condition().detail()).endsWith("; 2 connections");
            first.getOutputStream().write('x');
            second.getOutputStream().write('y');
            await().until(() -> contextA.receivedBytes() == 2);
        }
    }

    @Test
    void anErrorInWhatTakesTheBytesClosesTheConnectionAndNoOther() throws IOException {
        openBoth();
        contextB.onBytes(() -> {
            throw new StackOverflowError("a decoder's fault");
        });
        a.send(line(memberB(), "hello"));
        await().until(() -> contextB.count("tcp.connections.receiver-failed") == 1);
        await().until(() -> contextA.count("tcp.connections.closed") == 1);

        contextB.onBytes(() -> {
            throw new IllegalStateException("another fault");
        });
        a.send(line(memberB(), "hello"));
        await().until(() -> contextB.count("tcp.connections.receiver-failed") == 2);
        await().until(() -> contextA.count("tcp.connections.closed") == 2);

        contextB.onBytes(() -> {});
        a.send(line(memberB(), "hello"));
        awaitLines(contextB, 2, List.of("hello"));
    }

    @Test
    void anIdleConnectionIsClosedByBothAndTheNextDeliveryOpensAnother() throws IOException {
        a = new TcpProtocol(
                TcpOptions.builder().idleTimeout(Duration.ofSeconds(1)).build());
        openBoth();
        a.send(line(memberB(), "hello"));
        await().until(() -> contextA.count("tcp.connections.closed") == 1);
        await().until(() -> contextB.count("tcp.connections.closed") == 1);
        assertThat(contextA.count("tcp.connections.idle")).isEqualTo(1);
        assertThat(contextB.count("tcp.connections.broken")).isZero();

        RecordingDelivery delivery = line(memberB(), "again");
        a.send(delivery);
        await().until(delivery::isSent);
        awaitLines(contextB, 1, List.of("again"));
    }

    @Test
    void aMemberThatIsGoneHasNoConnectionLeft() throws IOException {
        openBoth();
        a.send(line(memberB(), "hello"));
        await().until(() -> contextA.count("tcp.frames.sent") == 1);
        a.memberGone(memberB());
        await().until(() -> contextA.count("tcp.connections.closed") == 1);
        await().until(() -> contextB.count("tcp.connections.closed") == 1);
    }

    @Test
    void aMemberThatLeftIsStillToldWhatCameOfItsLastWords() throws IOException {
        openBoth();
        a.send(line(memberB(), "last word"));
        awaitLines(contextB, 0, List.of("last word"));
        Origin fromA = contextB.receivers().get(0).origin();
        fromA.identified(memberA().id());
        fromA.confirmed(0); // it asked for receipts
        long done = contextB.tasksDone();
        b.memberGone(memberA().withState(MemberState.LEFT));
        await().until(() -> contextB.tasksDone() > done);

        fromA.taken(1);
        await().until(() -> contextA.receivedBytes() > 0);
        a.close();
        await().until(() -> contextB.count("tcp.connections.closed") == 1);
        assertThat(contextB.count("tcp.connections.broken")).isZero();
    }

    @Test
    void whatWaitsToBeWrittenGoesBeforeItIsClosed() throws IOException {
        b.open(contextB);
        Member receiver = RecordingDelivery.member("bbbbbbbb", "t", Map.of("port", String.valueOf(port(b))));
        int turns = 0;
        // Closing waits for 200 ms at most: a turn in which a thread stood still for longer says nothing.
        for (int inTime = 0; inTime < 20 && turns < 200; turns++) {
            List<String> lines = new ArrayList<>();
            a = new TcpProtocol(TcpOptions.defaults());
            a.open(contextA);
            List<RecordingDelivery> deliveries = new ArrayList<>();
            do {
                lines.add("turn " + turns + " line " + lines.size());
                deliveries.add(eventFor(receiver, lines.get(lines.size() - 1)));
                a.send(deliveries.get(deliveries.size() - 1));
            } while (a.waitingFrames() == 0 || lines.size() < 10);
            long began = System.nanoTime();
            a.close();
            if (System.nanoTime() - began < 150_000_000) {
                assertThat(deliveries).allMatch(RecordingDelivery::isSent);
                await().untilAsserted(() -> assertThat(contextB.receivers())
                        .anySatisfy(each -> assertThat(each.lines()).isEqualTo(lines)));
                inTime++;
            }
        }
        assertThat(turns).as("turns to have 20 in time").isLessThan(200);
    }

    private static RecordingDelivery eventFor(Member target, String line) {
        return new RecordingDelivery(target, (line + "\n").getBytes(StandardCharsets.UTF_8)) {
            @Override
            public boolean wantsReceipt() {
                return true;
            }
        };
    }

    @Test
    void whatIsSentBeforeOpeningOrAfterClosingFails() throws IOException {
        b.open(contextB);
        RecordingDelivery early = line(memberB(), "hello");
        a.send(early);
        assertThat(early.cause()).hasMessage("protocol t is not open");

        a.open(contextA);
        a.close();
        RecordingDelivery late = line(memberB(), "hello");
        a.send(late);
        assertThat(late.cause()).hasMessage("protocol t is not open");
    }

    private static int port(TcpProtocol protocol) {
        return Integer.parseInt(protocol.props().get("port"));
    }
}
