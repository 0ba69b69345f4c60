package io.clusterkit.protocol.stream;

import static io.clusterkit.protocol.RecordingDelivery.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.FakeContext;
import io.clusterkit.protocol.RecordingDelivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamProtocolTest {
    private final FakeContext context = new FakeContext("aaaaaaaa");
    private final LoopbackSockets sockets = new LoopbackSockets();
    private StreamProtocol protocol = new StreamProtocol(sockets, StreamOptions.defaults());

    @AfterEach
    void closeAll() {
        protocol.close();
        context.close();
    }

    private Member self() {
        return RecordingDelivery.member("aaaaaaaa", "x", protocol.props());
    }

    @Test
    void aServerThatEndsByItselfIsOpenedAnewAndConnectionsStay() throws IOException {
        protocol.open(context);
        protocol.send(line(self(), "hello"));
        await().until(() -> context.receivedBytes() == 6);
        Map<String, String> before = protocol.props();
        sockets.servers.get(0).close();

        await().until(() -> context.propsChanges() == 1);
        assertThat(context.count("test.server.reopened")).isEqualTo(1);
        assertThat(protocol.props()).isNotEqualTo(before);
        assertThat(protocol.condition().works()).isTrue();
        protocol.send(line(self(), "again"));
        await().until(() -> context.receivedBytes() == 12);
        assertThat(context.count("test.connections.opened")).isEqualTo(1);
    }

    @Test
    void aServerThatCanNotAcceptIsOpenedAnewAndConnectionsStay() throws IOException {
        protocol.open(context);
        protocol.send(line(self(), "hello"));
        await().until(() -> context.receivedBytes() == 6);
        sockets.acceptFails = true;
        try (Socket unlucky = new Socket(
                InetAddress.getLoopbackAddress(), sockets.servers.get(0).getLocalPort())) {
            assertThat(unlucky.getInputStream().read()).isEqualTo(-1);
        }
        sockets.acceptFails = false;

        await().until(() -> context.count("test.server.reopened") == 1);
        assertThat(sockets.servers.get(0).isClosed()).isTrue();
        protocol.send(line(self(), "again"));
        await().until(() -> context.receivedBytes() == 12);
        assertThat(context.count("test.connections.opened")).isEqualTo(1);
    }

    @Test
    void aServerThatCanNotBeOpenedAnewIsTriedUntilItCan() throws IOException {
        protocol.open(context);
        sockets.refuseListening = true;
        sockets.servers.get(0).close();

        await().until(() -> protocol.condition().detail().contains("no server today"));
        assertThat(protocol.condition().works()).isFalse();
        assertThat(protocol.props()).isEmpty();
        sockets.refuseListening = false;
        await().until(() -> context.propsChanges() == 1);
        assertThat(protocol.condition().works()).isTrue();
    }

    @Test
    void aFailedRefreshKeepsTheServer() throws IOException {
        protocol.open(context);
        Map<String, String> before = protocol.props();
        sockets.refuseListening = true;
        protocol.refresh();

        assertThat(protocol.props()).isEqualTo(before);
        assertThat(protocol.condition().works()).isTrue();
        assertThat(context.propsChanges()).isZero();
    }

    @Test
    void openingSaysWhyThereIsNoServer() {
        sockets.refuseListening = true;
        assertThatThrownBy(() -> protocol.open(context))
                .isInstanceOf(IOException.class)
                .hasMessage("no server today");
        assertThat(sockets.servers).isEmpty();
    }

    @Test
    void aConnectionThatIsNotAdmittedIsClosedBeforeItIsRead() throws IOException {
        protocol.open(context);
        sockets.refuseAdmission = true;
        try (Socket stranger = new Socket(
                InetAddress.getLoopbackAddress(), sockets.servers.get(0).getLocalPort())) {
            stranger.setSoTimeout(30_000);
            assertThat(stranger.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(context.receivers()).isEmpty();
        assertThat(context.count("test.connections.refused")).isEqualTo(1);
    }

    @Test
    void aConnectionForWhichNoThreadIsFreeIsClosed() throws IOException {
        protocol = new StreamProtocol(
                sockets,
                StreamOptions.builder().connectTimeout(Duration.ofMillis(400)).build());
        protocol.open(context);
        CountDownLatch never = new CountDownLatch(1);
        context.beforeTask(never);
        try (Socket unread = new Socket(
                InetAddress.getLoopbackAddress(), sockets.servers.get(0).getLocalPort())) {
            unread.setSoTimeout(30_000);
            assertThat(unread.getInputStream().read()).isEqualTo(-1);
        } finally {
            never.countDown();
        }
        assertThat(context.count("test.connections.refused")).isEqualTo(1);
    }

    @Test
    void aMemberThatClosesEachConnectionAtOnceIsGivenUp() throws IOException {
        protocol.open(context);
        context.onBytes(() -> {});
        sockets.refuseAdmission = true;
        // Whether a frame is taken by a connection that is about to be closed is chance; but it ends, always.
        AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            RecordingDelivery delivery = line(self(), "hello");
            protocol.send(delivery);
            delivery.awaitEnd();
            ended.addAndGet(delivery.reports());
        }
        assertThat(ended).hasValue(10);
    }

    @Test
    void aMemberNamedOnAConnectionThatEndedCanStillBeReached() throws IOException {
        protocol.open(context);
        try (Socket stranger = new Socket(
                InetAddress.getLoopbackAddress(), sockets.servers.get(0).getLocalPort())) {
            await().until(() -> context.receivers().size() == 1);
            context.receivers().get(0).origin().identified(self().id());
            assertThat(stranger.isConnected()).isTrue();
        }
        await().until(() -> context.count("test.connections.closed") == 1);
        context.receivers().get(0).origin().identified(self().id());
        RecordingDelivery delivery = line(self(), "hello");
        protocol.send(delivery);

        assertThat(delivery.awaitEnd().isSent()).isTrue();
        assertThat(context.count("test.connections.opened")).isEqualTo(1);
    }

    @Test
    void oneConnectionIsNotBelievedToLeadToAnyNumberOfMembers() throws IOException {
        protocol.open(context);
        try (Socket stranger = new Socket(
                InetAddress.getLoopbackAddress(), sockets.servers.get(0).getLocalPort())) {
            await().until(() -> context.receivers().size() == 1);
            for (int i = 0; i < 100; i++) {
                context.receivers().get(0).origin().identified(new MemberId("sid" + i, "hid"));
            }
            context.receivers().get(0).origin().identified(self().id());
            protocol.send(line(self(), "hello"));
            await().until(() -> context.count("test.connections.opened") == 1);
            assertThat(stranger.getInputStream().available()).isZero();
        }
    }

    @Test
    void framesOfAnyLengthComeWholeAndInTheirOrder() throws IOException {
        protocol.open(context);
        Map<String, String> props = new HashMap<>(protocol.props());
        props.remove(ReceiptExchange.PROPERTY);
        Member member = RecordingDelivery.member("aaaaaaaa", "x", props);
        List<String> lines = new ArrayList<>();
        List<RecordingDelivery> deliveries = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int length = i % 50 == 7 ? FrameBatch.MOST_BYTES + i : i % 7 == 0 ? FrameBatch.MOST_BYTES / 3 : i;
            String line = i + ":" + "x".repeat(length);
            lines.add(line);
            RecordingDelivery delivery = i % 11 == 0 ? line(member, line) : told(member, line);
            deliveries.add(delivery);
            protocol.send(delivery);
        }

        await().untilAsserted(() -> assertThat(context.receivers().stream().flatMap(each -> each.lines().stream()))
                .containsExactlyElementsOf(lines));
        assertThat(deliveries).allSatisfy(delivery -> {
            assertThat(delivery.awaitEnd().isSent()).isTrue();
            assertThat(delivery.reports()).isOne();
        });
        assertThat(protocol.waitingFrames()).isZero();
        assertThat(context.count("test.frames.sent")).isEqualTo(400);
    }

    private static RecordingDelivery told(Member target, String line) {
        return new RecordingDelivery(target, (line + "\n").getBytes(StandardCharsets.UTF_8)) {
            @Override
            public boolean wantsReceipt() {
                return true;
            }
        };
    }

    @Test
    void deliveriesThatThrowDoNotHarmThoseBehindThem() throws IOException {
        protocol.open(context);
        RecordingDelivery good = line(self(), "good");
        protocol.send(new Thrower(self()));
        protocol.send(good);

        await().until(good::isSent);
        await().untilAsserted(() -> assertThat(context.receivers().stream().flatMap(each -> each.lines().stream()))
                .containsExactlyElementsOf(List.of("bad", "good")));
    }

    private record Thrower(Member target) implements Delivery {
        @Override
        public byte[] frame() {
            return new byte[] {'b', 'a', 'd', '\n'};
        }

        @Override
        public void sent() {
            throw new IllegalStateException("a fault of the one who sends");
        }

        @Override
        public void failed(Throwable cause) {
            throw new IllegalStateException("a fault of the one who sends");
        }
    }
}
